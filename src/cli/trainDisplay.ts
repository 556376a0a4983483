import { Presets, SingleBar } from 'cli-progress';
import type { TrainingEvent } from '../run/events';
import type { Words } from '../words';
import { memberLabel } from '../words/arms';
import { NO_FIGURE } from '../words/numbers';
import { sayPhase } from '../words/phase';

/** Shows a run while it goes. */
export interface TrainDisplay {
  show(event: TrainingEvent): void;
  /** A line that stays. */
  note(line: string): void;
  finish(): void;
}

/** A progress bar on a terminal, plain lines elsewhere. */
export function createTrainDisplay(words: Words, stream: NodeJS.WriteStream = process.stdout): TrainDisplay {
  return stream.isTTY ? createBarDisplay(words, stream) : createLineDisplay(words, (line) => stream.write(`${line}\n`));
}

/** Says in words what happens to single members; `undefined` for other events. */
function createNarrator(words: Words): (event: TrainingEvent) => string | undefined {
  const { terminal } = words;
  let names: readonly string[] = [];
  const nameOf = (member: number) => names[member] ?? '';
  let partsTold = 0;
  /** Once, and when there are more of them. */
  const tellParts = ({ parts, members }: Extract<TrainingEvent, { type: 'partStarted' }>) => {
    const isNews = parts !== partsTold;
    partsTold = parts;
    return isNews ? terminal.inParts(members.length, parts) : undefined;
  };
  return (event) => {
    switch (event.type) {
      case 'runStarted':
        names = event.members.map((member) => memberLabel(member, event.options, words));
        return undefined;
      case 'runContinued':
        return terminal.continued(event);
      case 'partStarted':
        return tellParts(event);
      case 'partsHalved':
        return words.partsHalved(event.mostMembers);
      case 'deviceLost':
        return terminal.deviceLost;
      case 'kernelDropped':
        return terminal.kernelDropped(event.program);
      case 'keepingFailed':
        return terminal.notKept(event.reason);
      case 'memberDiverged':
        return terminal.diverged(nameOf(event.member), event.epoch);
      case 'learningRateReduced':
        return terminal.rateReduced(nameOf(event.member), event.learningRate, event.epoch);
      case 'memberStopped':
        return terminal.stoppedEarly(nameOf(event.member), event.epoch, event.restoredEpoch);
      default:
        return undefined;
    }
  };
}

/** Says the phase of an event that has one, and of which part it is. */
function createPhaseTeller(words: Words): (event: TrainingEvent) => string | undefined {
  let place: { readonly part: number; readonly parts: number } | undefined;
  return (event) => {
    if (event.type === 'partStarted') {
      place = event;
    }
    return event.type === 'phaseChanged' ? sayPhase(event, place, words) : undefined;
  };
}

function createBarDisplay(words: Words, stream: NodeJS.WriteStream): TrainDisplay {
  const format = words.terminal.barFormat;
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const narrate = createNarrator(words);
  const sayPhase = createPhaseTeller(words);
  let shareDone = 0;
  let payload = { phase: words.starting, speed: NO_FIGURE, timeLeft: NO_FIGURE };

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
      const phase = sayPhase(event);
      if (line !== undefined) {
        note(line);
      } else if (phase !== undefined) {
        payload = { ...payload, phase };
        bar.update(shareDone, payload);
      } else if (event.type === 'progressed') {
        shareDone = event.shareDone;
        payload = {
          ...payload,
          speed: words.numbers.rate(event.imagesPerSecond),
          timeLeft: words.numbers.duration(millisecondsLeft(event)),
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

function millisecondsLeft({ secondsLeft }: Extract<TrainingEvent, { type: 'progressed' }>): number | undefined {
  return secondsLeft === undefined ? undefined : 1000 * secondsLeft;
}

const LINE_INTERVAL_MS = 10_000;

/** @param nowMs is replaced by tests. */
export function createLineDisplay(
  words: Words,
  writeLine: (line: string) => void,
  nowMs = () => performance.now(),
): TrainDisplay {
  let phase = '';
  let lastLineMs = nowMs();
  const narrate = createNarrator(words);
  const sayPhase = createPhaseTeller(words);
  return {
    show(event) {
      const line = narrate(event);
      const said = sayPhase(event);
      if (line !== undefined) {
        writeLine(line);
      } else if (event.type === 'phaseChanged' && event.phase !== phase) {
        phase = event.phase;
        writeLine(said ?? '');
      } else if (event.type === 'progressed' && nowMs() - lastLineMs >= LINE_INTERVAL_MS) {
        lastLineMs = nowMs();
        const percentage = Math.floor(100 * event.shareDone);
        writeLine(words.terminal.progress(percentage, event.imagesPerSecond, millisecondsLeft(event)));
      }
    },
    note: writeLine,
    finish() {},
  };
}
