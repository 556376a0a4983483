import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { RunLocks } from '../runs/runLocks';

export interface WorkOfTabsOptions {
  /** Whether this tab trains or measures. */
  readonly isAtWork: ReadonlySignal<boolean>;
  readonly locks: RunLocks;
  /** Among all tabs. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  /** Another one each time, in all tabs. */
  readonly newId?: () => string;
}

/** Whether any tab trains or measures. Others see it of this one by a lock, which ends with the tab. */
export function watchWorkOfTabs(options: WorkOfTabsOptions): ReadonlySignal<boolean> {
  const { isAtWork, locks, channel, newId = () => crypto.randomUUID() } = options;
  const held = signal<ReadonlySet<string>>(new Set());
  let release: Promise<(() => void) | undefined> | undefined;

  const look = async (): Promise<void> => {
    const before = held.peek();
    held.value = await locks.heldIds();
    for (const id of held.peek()) {
      if (!before.has(id)) {
        void locks.whenFree(id).then(lookQuietly);
      }
    }
  };
  const lookQuietly = () => {
    look().catch(() => undefined);
  };

  effect(() => {
    if (isAtWork.value) {
      release = locks.hold(newId());
      // Others look once it is held.
      release.then(() => channel.postMessage('changed')).catch(() => undefined);
    } else {
      release?.then((free) => free?.()).catch(() => undefined);
      release = undefined;
    }
  });
  channel.addEventListener('message', lookQuietly);
  lookQuietly();
  return computed(() => isAtWork.value || held.value.size > 0);
}
