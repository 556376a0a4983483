import { type ArmGroup, mainArms } from '../../run/mainArms';
import type { PooledRun } from '../../run/poolRuns';
import type { RunFile } from '../../run/runFile';
import type { Words } from '../../words';
import { adapterName } from '../../words/adapter';
import { armCondition, armLabel } from '../../words/arms';
import type { LegendEntry, Section } from '../model';
import { lookOf } from '../runArms';

/** Answers one question from the runs, or says what would. */
export type SectionBuilder = (runs: readonly PooledRun[], words: Words) => Section;

/** A question that the runs do not answer. */
export function unanswered(
  id: string,
  { question, missing }: { readonly question: string; readonly missing: string },
  command: string,
): Section {
  return { id, question, finding: undefined, answer: [missing], source: undefined, commands: [command], blocks: [] };
}

/** Says which run a section is from, where there are several, or several were pooled. */
export function sourceOf(run: PooledRun, runs: readonly RunFile[], words: Words): string | undefined {
  return runs.length > 1 || run.parts !== undefined ? words.source(runName(run, words)) : undefined;
}

/** The same for a section on the main arms, which says what they have in common beside their normalization. */
export function mainArmsSourceOf(run: RunFile, runs: readonly RunFile[], words: Words): string | undefined {
  const [first] = mainArms(run);
  const condition = first === undefined ? '' : armCondition(first.arm, run.config, words);
  const parts = [sourceOf(run, runs, words), condition === '' ? undefined : words.mainArms(condition)];
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}

export function runName({ config, startedAt, parts }: PooledRun, words: Words): string {
  return parts === undefined
    ? words.runName(config.preset, startedAt)
    : words.pooledName(parts.map((part) => words.runName(part.config.preset, part.startedAt)));
}

/** The adapter's short name. */
export function adapterOf({ adapter }: RunFile): string {
  return adapterName(adapter);
}

/** The arms by their normalizations, with what each does to the pixels. */
export function normalizationLegend(arms: readonly ArmGroup[], words: Words): readonly LegendEntry[] {
  return arms.map(({ arm }) => ({
    look: lookOf(arm),
    label: `${arm.normalization}: ${words.normalizations[arm.normalization]}`,
  }));
}

/** The arms by all that tells them apart; `isDashed` of an arm for a dashed line. */
export function armLegend(
  arms: readonly ArmGroup[],
  config: RunFile['config'],
  words: Words,
  isDashed: (group: ArmGroup) => boolean = () => false,
): readonly LegendEntry[] {
  return arms.map((group) => ({ look: lookOf(group.arm, isDashed(group)), label: armLabel(group.arm, config, words) }));
}
