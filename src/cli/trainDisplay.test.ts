import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { TrainingEvent } from '../run/events';
import { expandMembers } from '../run/members';
import { PRESET_DEFAULTS } from '../run/options';
import { WORDS } from '../words';
import { createLineDisplay, createTrainDisplay } from './trainDisplay';

it('writes each phase once, and progress every ten seconds, where there is no terminal', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const display = createLineDisplay(
    WORDS.en,
    (line) => lines.push(line),
    () => nowMs,
  );
  const progress = (stepsDone: number, atMs: number) => {
    nowMs = atMs;
    display.show({
      type: 'progressed',
      stepsDone,
      stepsTotal: 200,
      shareDone: stepsDone / 200,
      imagesPerSecond: 1234,
      secondsLeft: 75,
    });
  };
  display.show({ type: 'phaseChanged', phase: 'compiling', task: 'compiling', done: 1, total: 2 });
  display.show({ type: 'phaseChanged', phase: 'compiling', task: 'compiling', done: 2, total: 2 });
  display.show({ type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 });
  progress(1, 9_000);
  progress(51, 10_000);
  progress(52, 11_000);
  progress(101, 20_500);
  expect(lines).toEqual([
    'Compiling kernels (1 of 2)',
    'Training, epoch 1 of 3',
    '25 % · 1,230 images/s · 1 min 15 s left',
    '50 % · 1,230 images/s · 1 min 15 s left',
  ]);
});

it('says that members are trained in parts, of which part a phase is, and that there are more of them', () => {
  const lines: string[] = [];
  const display = createLineDisplay(WORDS.en, (line) => lines.push(line));
  const part = (number: number, parts: number, members: readonly number[]): TrainingEvent => ({
    type: 'partStarted',
    part: number,
    parts,
    members,
  });
  display.show(part(1, 2, [0, 1]));
  display.show({ type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 });
  display.show({ type: 'partsHalved', mostMembers: 1, reason: 'full' });
  display.show(part(1, 3, [0]));
  display.show({ type: 'phaseChanged', phase: 'testing' });
  display.show(part(2, 3, [1]));
  expect(lines).toEqual([
    'Too many members to be trained at once: they are trained in 2 parts of up to 2 members, one after another.',
    'Part 1 of 2 · Training, epoch 1 of 3',
    'There was not enough memory; the run goes on from where it was last kept, with at most 1 member at once.',
    'Too many members to be trained at once: they are trained in 3 parts of up to 1 member, one after another.',
    'Part 1 of 3 · Testing',
  ]);
});

const OPTIONS = { ...PRESET_DEFAULTS.plateau, earlyStopping: 'on', seeds: 2 } as const;

const MEMBER_EVENTS: readonly TrainingEvent[] = [
  { type: 'runStarted', options: OPTIONS, members: expandMembers(OPTIONS), stepsPerEpoch: 10 },
  { type: 'learningRateReduced', member: 1, epoch: 5, learningRate: 0.0005 },
  { type: 'memberStopped', member: 2, epoch: 9, restoredEpoch: 6 },
  { type: 'memberStopped', member: 3, epoch: 9, restoredEpoch: 9 },
  { type: 'memberDiverged', member: 0, epoch: 10 },
];

const MEMBER_LINES = [
  'standardize · ReduceLROnPlateau, seed 1: learning rate reduced to 5 × 10⁻⁴ after epoch 5.',
  'standardize · constant rate, seed 2: stopped early, after epoch 9; its weights will be those of epoch 6.',
  'standardize · ReduceLROnPlateau, seed 2: stopped early, after epoch 9.',
  'standardize · constant rate, seed 1: diverged in epoch 10.',
];

it('says in words what callbacks do to members, and which diverge', () => {
  const lines: string[] = [];
  const display = createLineDisplay(WORDS.en, (line) => lines.push(line));
  MEMBER_EVENTS.forEach(display.show);
  expect(lines).toEqual(MEMBER_LINES);
});

it('names a kernel that gives wrong results, above the bar of a terminal too', () => {
  const event: TrainingEvent = { type: 'kernelDropped', program: 'weft.adam' };
  const [lines, written]: [string[], string[]] = [[], []];
  for (const words of [WORDS.en, WORDS.es]) {
    createLineDisplay(words, (line) => lines.push(line)).show(event);
  }
  expect(lines).toEqual([
    'weft.adam gives wrong results on this adapter; another kernel takes its place.',
    'weft.adam da resultados falsos en este adaptador; otro kernel ocupa su lugar.',
  ]);
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200 });
  stream.on('data', (chunk) => written.push(String(chunk)));
  const display = createTrainDisplay(WORDS.en, stream as unknown as NodeJS.WriteStream);
  display.show(event);
  display.finish();
  expect(stripVTControlCharacters(written.join(''))).toContain(lines[0]);
});

it('says it in the language that was asked for', () => {
  const lines: string[] = [];
  const display = createLineDisplay(WORDS.es, (line) => lines.push(line));
  display.show({ type: 'phaseChanged', phase: 'loading-data', done: 1, total: 4 });
  MEMBER_EVENTS.forEach(display.show);
  expect(lines).toEqual([
    'Cargando los datos (1 de 4 archivos)',
    'standardize · ReduceLROnPlateau, semilla 1: tasa de aprendizaje reducida a 5 × 10⁻⁴ tras la época 5.',
    'standardize · tasa constante, semilla 2: parada temprana tras la época 9; sus pesos serán los de la época 6.',
    'standardize · ReduceLROnPlateau, semilla 2: parada temprana tras la época 9.',
    'standardize · tasa constante, semilla 1: divergió en la época 10.',
  ]);
});

it('writes lines that stay above the bar of a terminal', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200 });
  const written: string[] = [];
  stream.on('data', (chunk) => written.push(String(chunk)));
  const display = createTrainDisplay(WORDS.en, stream as unknown as NodeJS.WriteStream);
  display.show({ type: 'phaseChanged', phase: 'training', epoch: 5, epochs: 20 });
  MEMBER_EVENTS.forEach(display.show);
  display.note('Stopping after the step at hand.');
  display.finish();
  // Control sequences move to the start of a line and clear it; what is left is what was written.
  const [bar = '', ...rest] = stripVTControlCharacters(written.join('')).split('\n');
  expect(bar).toMatch(/^Starting .*Training, epoch 5 of 20 \[/);
  expect(rest).toHaveLength(MEMBER_LINES.length + 1);
  for (const [index, line] of [...MEMBER_LINES, 'Stopping after the step at hand.'].entries()) {
    const above = index === 0 ? bar : (rest[index - 1] as string);
    expect(above.endsWith(line)).toBe(true);
    // Drawn anew below it.
    expect(rest[index]).toMatch(/^Training, epoch 5 of 20 \[/);
  }
});
