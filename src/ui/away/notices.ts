import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Work } from './work';

/** Shorter ones are waited for. */
const LONG_MS = 60_000;

/** What of the browser's notices is used. */
export interface NoticeApi {
  readonly permission: () => NotificationPermission;
  readonly ask: () => Promise<NotificationPermission>;
  readonly show: (text: string) => void;
}

export interface Ended {
  readonly kind: Work['kind'];
  readonly outcome: 'finished' | 'failed';
  readonly milliseconds: number;
}

export interface NoticesOptions {
  /** `undefined` where the browser has none. */
  readonly api: NoticeApi | undefined;
  readonly work: ReadonlySignal<Work | undefined>;
  /** How the work that is no more has ended; `undefined` where the user stopped it. */
  readonly outcomeOf: (kind: Work['kind']) => Ended['outcome'] | undefined;
  readonly isHidden: () => boolean;
  readonly say: (ended: Ended) => string;
  readonly remembered: boolean;
  readonly remember: (isWanted: boolean) => void;
  readonly now?: () => number;
}

/** Tells that long work has ended to those who asked for it, where they do not see it. */
export interface Notices {
  /** `unavailable`: the browser has none. `refused`: it was asked, or is told, not to show any. */
  readonly state: ReadonlySignal<'unavailable' | 'off' | 'on' | 'refused'>;
  /** By the user's own click alone: the browser may ask for permission. */
  want(isWanted: boolean): Promise<void>;
}

export function createNotices(options: NoticesOptions): Notices {
  const { api, work, outcomeOf, isHidden, say, remembered, remember, now = () => performance.now() } = options;
  const isGiven = (permission = api?.permission()) => permission === 'granted';
  const state = signal<Notices['state']['value']>(
    api === undefined ? 'unavailable' : remembered && isGiven() ? 'on' : 'off',
  );
  let begun: { readonly kind: Work['kind']; readonly atMs: number } | undefined;

  effect(() => {
    const kind = work.value?.kind;
    if (kind !== undefined) {
      begun ??= { kind, atMs: now() };
      return;
    }
    if (begun !== undefined) {
      const ended = { kind: begun.kind, outcome: outcomeOf(begun.kind), milliseconds: now() - begun.atMs };
      begun = undefined;
      if (state.peek() === 'on' && isGiven() && isHidden() && isTold(ended)) {
        api?.show(say(ended));
      }
    }
  });

  return {
    state,
    want: async (isWanted) => {
      if (api !== undefined) {
        const isAllowed = isWanted && isGiven(isGiven() ? 'granted' : await api.ask().catch(() => 'denied' as const));
        state.value = isAllowed ? 'on' : isWanted ? 'refused' : 'off';
        remember(isAllowed);
      }
    },
  };
}

function isTold(ended: Omit<Ended, 'outcome'> & { readonly outcome: Ended['outcome'] | undefined }): ended is Ended {
  return ended.outcome !== undefined && ended.milliseconds > LONG_MS;
}
