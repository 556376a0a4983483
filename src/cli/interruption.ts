import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';

/** Ctrl-C, a polite kill, or a terminal that is closed: the first one lets the run at hand end well, the second ends the process. */
export interface Interruption {
  /** 0, or the exit code that tells the interruption: 130 after Ctrl-C. */
  readonly exitCode: number;
  /**
   * What an interruption does from now on, instead of ending the process.
   * @returns to be called whenever the work tells something: the first time it asks it to stop again where it was
   * interrupted, since a work that was asked before it was under way has not heard it. Not later: who is asked a second time
   * may take it for impatience, and end at once.
   */
  onInterrupt(stop: () => Promise<void>): () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C arrives twice through `npm run` where the shell is bash: from the terminal and from npm. */
const SAME_SIGNAL_MS = 500;

/** What of the process an interruption works with. */
interface InterruptedProcess {
  readonly signals: Pick<EventEmitter, 'on'>;
  readonly exit: (code: number) => void;
  readonly nowMs: () => number;
}

const THIS_PROCESS: InterruptedProcess = {
  signals: process,
  exit: (code) => process.exit(code),
  nowMs: () => performance.now(),
};

export function createInterruption({ signals, exit, nowMs }: InterruptedProcess = THIS_PROCESS): Interruption {
  let exitCode = 0;
  let interruptedAtMs = Number.NaN;
  let stop: (() => Promise<void>) | undefined;
  // Where stopping fails, the run fails too, and says why.
  const ask = () => void stop?.().catch(() => undefined);
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      const atMs = nowMs();
      if (exitCode === 0) {
        exitCode = 128 + constants.signals[signal];
        interruptedAtMs = atMs;
        if (stop !== undefined) {
          ask();
          return;
        }
      } else if (atMs - interruptedAtMs <= SAME_SIGNAL_MS) {
        return;
      }
      exit(exitCode);
    });
  }
  return {
    get exitCode() {
      return exitCode;
    },
    onInterrupt: (action) => {
      // Whoever was interrupted before this work began means it too.
      let wasAsked = exitCode !== 0;
      let isUnderWay = false;
      stop = () => {
        wasAsked = true;
        return action();
      };
      return () => {
        if (wasAsked && !isUnderWay) {
          action().catch(() => undefined);
        }
        isUnderWay = true;
      };
    },
  };
}
