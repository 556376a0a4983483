import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { FORWARD_FLOP, TRAINING_FLOP } from '../../run/network';
import { RunProgress } from './runProgress';

type Progressed = Extract<TrainingEvent, { type: 'progressed' }>;

const IMAGES = 512;
const EVALUATION_COST = FORWARD_FLOP / TRAINING_FLOP;

/** Two epochs of 50 steps, 10 validation steps after each, and 20 test steps. */
function createScene({ batchesPerEvaluationStep = 1 } = {}) {
  const told: Progressed[] = [];
  const clock = { nowMs: 1_000 };
  const progress = new RunProgress(
    { stepsPerEpoch: 50, stepsPerEvaluation: { heldOut: 0, validation: 10, test: 20 }, batchesPerEvaluationStep },
    2,
    (event) => told.push(event as Progressed),
    () => clock.nowMs,
  );
  return {
    told,
    clock,
    progress,
    last: () => told.at(-1) as Progressed,
    train: (steps: number, stepMs: number) => {
      for (let step = 0; step < steps; step++) {
        clock.nowMs += stepMs;
        progress.trainStepDone(IMAGES);
      }
    },
    evaluate: (steps: number, stepMs: number) => {
      for (let step = 0; step < steps; step++) {
        clock.nowMs += stepMs;
        progress.evaluationStepDone();
      }
    },
  };
}

describe('RunProgress', () => {
  it('knows neither rate nor time left before a step was timed', () => {
    const { progress, last, train } = createScene();
    progress.tell();
    train(1, 100);
    progress.tell();
    expect(last()).toMatchObject({ stepsDone: 1, stepsTotal: 100, imagesPerSecond: 0, secondsLeft: undefined });
  });

  it('tells images a second, and the time left of the whole run, evaluation included', () => {
    const { last, train, progress } = createScene();
    train(26, 100);
    progress.tell();
    const workLeft = 100 - 26 + 40 * EVALUATION_COST;
    expect(last().imagesPerSecond).toBeCloseTo(IMAGES * 10, 6);
    expect(last().secondsLeft).toBeCloseTo(workLeft * 0.1, 6);
    expect(last().shareDone).toBeCloseTo(26 / (100 + 40 * EVALUATION_COST), 10);
  });

  it('counts an evaluation step of eight batches eight times', () => {
    const { last, train, evaluate, progress } = createScene({ batchesPerEvaluationStep: 8 });
    train(50, 100);
    evaluate(1, 100);
    progress.tell();
    expect(last().shareDone).toBeCloseTo((50 + 8 * EVALUATION_COST) / (100 + 320 * EVALUATION_COST), 10);
  });

  it('tells at most four times a second', () => {
    const { told, train } = createScene();
    train(100, 10);
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.length).toBeLessThanOrEqual(5);
  });

  it('forgets how fast it was some seconds ago', () => {
    const { last, train, progress } = createScene();
    train(40, 100);
    train(40, 200);
    progress.tell();
    expect(last().imagesPerSecond).toBeCloseTo(IMAGES * 5, 6);
  });

  it('keeps the rate of training while it evaluates', () => {
    const { last, train, evaluate, progress } = createScene();
    train(50, 100);
    evaluate(10, 1000);
    progress.tell();
    expect(last()).toMatchObject({ stepsDone: 50 });
    expect(last().imagesPerSecond).toBeCloseTo(IMAGES * 10, 6);
  });

  it('does not count the time of a pause', () => {
    const { last, train, clock, progress } = createScene();
    train(10, 100);
    clock.nowMs += 3_600_000;
    progress.restartClock();
    train(10, 100);
    progress.tell();
    expect(last().imagesPerSecond).toBeCloseTo(IMAGES * 10, 6);
  });

  it('is done with nothing left after the last step', () => {
    const { last, train, evaluate, progress } = createScene();
    train(50, 10);
    evaluate(10, 5);
    train(50, 10);
    evaluate(30, 5);
    progress.tell();
    expect(last().stepsDone).toBe(100);
    expect(last().shareDone).toBeCloseTo(1, 10);
    expect(last().secondsLeft).toBeCloseTo(0, 6);
  });

  it.each([true, false])('is done when training ended early, with a test: %s', (isTested) => {
    const { last, train, evaluate, progress } = createScene();
    train(50, 10);
    evaluate(10, 5);
    progress.plan({ epochs: 1, isTested });
    evaluate(isTested ? 20 : 0, 5);
    progress.tell();
    expect(last()).toMatchObject({ stepsDone: 50, stepsTotal: 50, shareDone: 1, secondsLeft: 0 });
  });
});

it('is wholly done after the last step, to the last bit', () => {
  const shares: number[] = [];
  const trainee = {
    stepsPerEpoch: 79,
    stepsPerEvaluation: { heldOut: 13, validation: 79, test: 79 },
    batchesPerEvaluationStep: 1,
  };
  const progress = new RunProgress(trainee, 3, (event) => {
    if (event.type === 'progressed') {
      shares.push(event.shareDone);
    }
  });
  for (let epoch = 0; epoch < 3; epoch++) {
    for (let step = 0; step < 79; step++) {
      progress.trainStepDone(1);
    }
    for (let step = 0; step < 79 + 13; step++) {
      progress.evaluationStepDone();
    }
  }
  for (let step = 0; step < 79; step++) {
    progress.evaluationStepDone();
  }
  progress.tell();
  expect(shares.at(-1)).toBe(1);
});
