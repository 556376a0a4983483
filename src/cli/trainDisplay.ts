import { Presets, SingleBar } from 'cli-progress';
import type { TrainingEvent } from '../training/events';
import { formatDuration, formatRate, NO_FIGURE } from '../ui/state/format';

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

function createBarDisplay(stream: NodeJS.WriteStream): TrainDisplay {
  const format = '{phase} [{bar}] {percentage}% · {speed} images/s · {timeLeft} left';
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const waiting: string[] = [];
  return {
    show(event) {
      if (!bar.isActive) {
        bar.start(1, 0, { phase: 'Starting', speed: NO_FIGURE, timeLeft: NO_FIGURE });
      }
      if (event.type === 'phaseChanged') {
        bar.update({ phase: event.message });
      } else if (event.type === 'progressed') {
        bar.update(event.shareDone, {
          speed: formatRate(event.imagesPerSecond),
          timeLeft: formatDuration(event.secondsLeft),
        });
      }
    },
    note(line) {
      // A line written across the bar would tear it.
      if (bar.isActive) {
        waiting.push(line);
      } else {
        stream.write(`${line}\n`);
      }
    },
    finish() {
      bar.stop();
      stream.write(
        waiting
          .splice(0)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
  };
}

const LINE_INTERVAL_MS = 10_000;

/** @param nowMs is replaced by tests. */
export function createLineDisplay(writeLine: (line: string) => void, nowMs = () => performance.now()): TrainDisplay {
  let phase = '';
  let lastLineMs = nowMs();
  return {
    show(event) {
      if (event.type === 'phaseChanged' && event.phase !== phase) {
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
