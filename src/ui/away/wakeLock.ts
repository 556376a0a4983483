import { effect, type ReadonlySignal } from '@preact/signals';

export interface WakeLockOptions {
  /** Whether there is something to stay awake for. */
  readonly isWanted: ReadonlySignal<boolean>;
  /** `undefined` where the browser has none. */
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>;
}

/**
 * Keeps the screen, and with it the machine, from going to sleep while it is wanted. A browser takes the lock away when the
 * tab is hidden, so that it is asked for again when it is seen; one that refuses changes nothing.
 */
export function keepAwake({ isWanted, wakeLock, page }: WakeLockOptions): void {
  let held: WakeLockSentinel | undefined;
  let isAsking = false;

  const settle = async (): Promise<void> => {
    if (!isWanted.peek()) {
      const released = held;
      held = undefined;
      await released?.release();
      return;
    }
    const isHeld = held !== undefined && !held.released;
    if (wakeLock === undefined || isHeld || isAsking || page.visibilityState !== 'visible') {
      return;
    }
    isAsking = true;
    try {
      held = await wakeLock.request('screen');
    } finally {
      isAsking = false;
    }
    // It may have ended meanwhile.
    await (isWanted.peek() ? undefined : settle());
  };
  const settleQuietly = () => {
    settle().catch(() => undefined);
  };

  page.addEventListener('visibilitychange', settleQuietly);
  effect(() => {
    isWanted.value;
    settleQuietly();
  });
}
