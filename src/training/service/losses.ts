import { WeftError } from '../../errors';
import type { TrainingEvent } from '../../run/events';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint, KeepingOptions, RunKeeping } from '../keeping';
import type { RunControl } from '../loop/runControl';
import { PartLimit } from '../parts/partLimit';
import type { DeviceSession } from './deviceSession';

/** So many losses within so long are no accident: a device that is lost again at once would be asked for for ever. */
const [MOST_LOSSES, WITHIN_MS] = [3, 60_000];

export interface SurvivalOptions {
  readonly session: Pick<DeviceSession, 'connect'>;
  readonly control: Pick<RunControl, 'isStopped'>;
  readonly emit: (event: TrainingEvent) => void;
  readonly keep: KeepCheckpoint | undefined;
  readonly keepingOptions: KeepingOptions;
  readonly now?: () => number;
}

/**
 * Carries out a run, and when its device is lost, or answers no more, does so again on a new one from its last
 * checkpoint, which is remembered here also where nothing else keeps it; when it is out of memory, with half as many
 * members at once.
 * @throws what the run does, but for what the device's failure explains: that; WeftError `device-lost` at the third loss
 * within a minute.
 */
export async function survivingLosses(
  { session, control, emit, keep, keepingOptions, now = () => performance.now() }: SurvivalOptions,
  perform: (keeping: RunKeeping, partLimit: PartLimit) => Promise<RunFile>,
): Promise<RunFile> {
  let { resumeFrom } = keepingOptions;
  const lossesAtMs: number[] = [];
  const partLimit = new PartLimit();
  const remember: KeepCheckpoint = async (file) => {
    // A copy, where whoever keeps it takes the memory, as a page does of its worker.
    resumeFrom = { name: resumeFrom?.name ?? 'of this run', file: keep === undefined ? file : file.slice() };
    await keep?.(file);
  };
  for (;;) {
    const { health } = (await session.connect()).gpu;
    try {
      const { resumeFrom: _, ...options } = keepingOptions;
      const own = { ...options, ...(resumeFrom === undefined ? {} : { resumeFrom }), keep: remember };
      return await perform(own, partLimit);
    } catch (error) {
      const failure = (await health.explain(error)) ?? asOutOfMemory(error);
      if (!control.isStopped && isOutOfMemory(failure) && partLimit.halve()) {
        emit({ type: 'partsHalved', mostMembers: partLimit.most, reason: failure.message });
        continue;
      }
      if (!isLoss(failure) || control.isStopped) {
        throw failure;
      }
      lossesAtMs.push(now());
      if (isOften(lossesAtMs, failure)) {
        throw lostOften(failure);
      }
      emit({ type: 'deviceLost', reason: failure.message });
    }
  }
}

/** What the machine's memory is too small for is thrown as a RangeError: an array, or a buffer that is mapped. */
function asOutOfMemory(error: unknown): unknown {
  return error instanceof RangeError && /allocat|array (buffer )?length|too large/i.test(error.message)
    ? new WeftError('out-of-memory', `There is not enough memory (${error.message}); train fewer members at once.`, {
        cause: error,
      })
    : error;
}

function isOutOfMemory(error: unknown): error is WeftError {
  return error instanceof WeftError && error.code === 'out-of-memory';
}

/** Whether the last losses are too many. A silent device is waited for longer than the losses are counted. */
function isOften(lossesAtMs: readonly number[], last: WeftError): boolean {
  const recent = lossesAtMs.slice(-MOST_LOSSES);
  const [first = 0] = recent;
  const withinMs = WITHIN_MS + (last.facts?.about === 'gpu-silent' ? MOST_LOSSES * 1000 * last.facts.seconds : 0);
  return recent.length === MOST_LOSSES && (lossesAtMs.at(-1) ?? 0) - first < withinMs;
}

function lostOften(cause: WeftError): WeftError {
  return new WeftError(
    'device-lost',
    `The GPU was lost ${MOST_LOSSES} times within a minute; the run is kept as far as it was, and goes on when it is started again. Reload the page before, and update the graphics driver where it happens again.`,
    { cause, facts: { about: 'gpu-lost-often', times: MOST_LOSSES } },
  );
}

function isLoss(error: unknown): error is WeftError {
  return error instanceof WeftError && (error.code === 'device-lost' || error.code === 'gpu-silent');
}
