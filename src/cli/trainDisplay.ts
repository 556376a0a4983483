import { Presets, SingleBar } from 'cli-progress';
import { armLabel } from '../run/arms';
import type { TrainingEvent } from '../run/events';
import { formatDuration, formatLearningRate, formatRate, NO_FIGURE } from '../words/format';

/** Shows a run while it goes. */
export interface TrainDisplay {
  show(event: TrainingEvent): void;
  /** A line that stays. */
  note(line: string): void;
  finish(): void;
}

/** A progress bar on a terminal, plain lines elsewhere. */
export function createTrainDisplay(stream: NodeJS.WriteStream = process.stdout): TrainDisplay {
  return stream.isTTY ? createBarDisplay(stream) : createLineDisplay((line) => stream.write(`${line}\n`));
}

/** Says in words what happens to single members; `undefined` for other events. */
function createNarrator(): (event: TrainingEvent) => string | undefined {
  let names: readonly string[] = [];
  return (event) => {
    switch (event.type) {
      case 'runStarted':
        names = event.members.map((member) => `${armLabel(member, event.options)}, seed ${member.seed}`);
        return undefined;
      case 'memberDiverged':
        return `${names[event.member]}: diverged in epoch ${event.epoch}.`;
      case 'learningRateReduced': {
        const rate = formatLearningRate(event.learningRate);
        return `${names[event.member]}: learning rate reduced to ${rate} after epoch ${event.epoch}.`;
      }
      case 'memberStopped': {
        const { epoch, restoredEpoch } = event;
        const weights = restoredEpoch === epoch ? '' : `; its weights will be those of epoch ${restoredEpoch}`;
        return `${names[event.member]}: stopped early, after epoch ${epoch}${weights}.`;
      }
      default:
        return undefined;
    }
  };
}

function createBarDisplay(stream: NodeJS.WriteStream): TrainDisplay {
  const format = '{phase} [{bar}] {percentage}% · {speed} images/s · {timeLeft} left';
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const narrate = createNarrator();
  let shareDone = 0;
  let payload = { phase: 'Starting', speed: NO_FIGURE, timeLeft: NO_FIGURE };

  /** Above the bar: a line written across it would tear it. */
  const note = (line: string) => {
    const wasActive = bar.isActive;
    bar.stop();
    stream.write(`${line}\n`);
    if (wasActive) {
      bar.start(1, shareDone, payload);
    }
  };
  return {
    show(event) {
      if (!bar.isActive) {
        bar.start(1, shareDone, payload);
      }
      const line = narrate(event);
      if (line !== undefined) {
        note(line);
      } else if (event.type === 'phaseChanged') {
        payload = { ...payload, phase: event.message };
        bar.update(shareDone, payload);
      } else if (event.type === 'progressed') {
        shareDone = event.shareDone;
        payload = {
          ...payload,
          speed: formatRate(event.imagesPerSecond),
          timeLeft: formatDuration(event.secondsLeft),
        };
        bar.update(shareDone, payload);
      }
    },
    note,
    finish() {
      bar.stop();
    },
  };
}

const LINE_INTERVAL_MS = 10_000;

/** @param nowMs is replaced by tests. */
export function createLineDisplay(writeLine: (line: string) => void, nowMs = () => performance.now()): TrainDisplay {
  let phase = '';
  let lastLineMs = nowMs();
  const narrate = createNarrator();
  return {
    show(event) {
      const line = narrate(event);
      if (line !== undefined) {
        writeLine(line);
      } else if (event.type === 'phaseChanged' && event.phase !== phase) {
        phase = event.phase;
        writeLine(event.message);
      } else if (event.type === 'progressed' && nowMs() - lastLineMs >= LINE_INTERVAL_MS) {
        lastLineMs = nowMs();
        const percentage = Math.floor(100 * event.shareDone);
        const speed = formatRate(event.imagesPerSecond);
        writeLine(`${percentage} % · ${speed} images/s · ${formatDuration(event.secondsLeft)} left`);
      }
    },
    note: writeLine,
    finish() {},
  };
}
