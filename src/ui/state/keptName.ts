import { type KeptRun, nameRun } from '../../run/keptRun';
import type { Words } from '../../words';

/** What the page calls a run: its given name, or its preset and when it began. */
export function formatKeptName({ name, config, startedAt }: KeptRun, words: Words): string {
  return isNamed({ name, config }) ? name : words.runName(config.preset, startedAt);
}

/** Whether a user named it. */
export function isNamed({ name, config }: Pick<KeptRun, 'name' | 'config'>): boolean {
  return name !== nameRun(config);
}
