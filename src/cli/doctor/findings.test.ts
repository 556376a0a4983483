import { describe, expect, it } from 'vitest';
import { type ErrorFacts, WeftError } from '../../errors';
import { gpuUnavailable } from '../../gpu/unavailable';
import { LANGUAGES, WORDS } from '../../words';
import { CommandError } from '../commandError';
import type { DoctorFacts, Place } from './doctorFile';
import { conclude, describeEnd } from './doctorRun';
import { SOUND } from './testing/soundFacts';

const RULES = { needsDataset: true };
const fails = (end: unknown, changes: Partial<DoctorFacts> = {}): Partial<DoctorFacts> => ({
  training: null,
  adapter: null,
  end: describeEnd(end),
  ...changes,
});
const place = (changes: Partial<Place>): Pick<DoctorFacts, 'places'> => ({
  places: [{ ...SOUND.places[0], ...changes } as Place, ...SOUND.places.slice(1)],
});
const machine = (changes: Partial<DoctorFacts['machine']>) => ({ machine: { ...SOUND.machine, ...changes } });
const browser = (version: string, webgpu: string) => ({
  browser: { version, flags: [], devices: [], features: { webgpu } },
});
const proof = (losses: (number | null)[]) => ({
  training: { ...(SOUND.training as NonNullable<DoctorFacts['training']>), losses },
});
const onDawn = gpuUnavailable('no-adapter', { place: 'dawn', version: undefined });
const shm = (bytes: number | null) => machine({ sharedMemoryBytes: bytes });
const facts: ErrorFacts = { about: 'gpu-refused', reason: 'r', isMemory: false };

/** What was found out, the kind that the verdict must name, and what its remedy must say in English. */
const FAILURES: readonly (readonly [kind: string, facts: Partial<DoctorFacts>, remedy: RegExp])[] = [
  ['no-browser', fails(new CommandError('x', { problem: 'no-browser' })), /install Chrome, set WEFT_BROWSER/],
  [
    'wrong-browser',
    fails(new CommandError('x', { problem: 'wrong-browser' }), machine({ environment: { WEFT_BROWSER: '/x' } })),
    /"\/x".*another path/,
  ],
  [
    'missing-library',
    fails(
      new CommandError('x', {
        problem: 'browser-broken',
        cause: new Error('chrome: error while loading shared libraries: libnss3.so: cannot open shared object file'),
      }),
    ),
    /lacks the library libnss3\.so;/,
  ],
  ['no-shared-memory', fails(new CommandError('x', { problem: 'browser-broken' }), shm(0)), /shm-size/],
  ['no-shared-memory', fails(new CommandError('x', { problem: 'page-broken' }), shm(1e6)), /\/dev\/shm has 0 MiB/],
  ['browser-broken', fails(new CommandError('x', { problem: 'browser-broken' }), shm(null)), /install it anew/],
  ['page-broken', fails(new CommandError('crashed', { problem: 'page-broken' })), /crashed.*--runtime dawn/],
  [
    'unwritable',
    fails(
      new CommandError('x', { problem: 'browser-broken' }),
      place({ place: 'temporary', state: 'unwritable', path: '/t', reason: 'EACCES' }),
    ),
    /^.*\/t cannot be written to \(EACCES\)/,
  ],
  [
    'unwritable',
    fails(new CommandError('x', { problem: 'not-built' }), place({ place: 'builds', state: 'unwritable', path: '/b' })),
    /\/b cannot be written to/,
  ],
  ['not-built', fails(new CommandError('syntax', { problem: 'not-built' })), /syntax.*npm ci/],
  [
    'disk-full',
    fails(
      new CommandError('ENOSPC: no space left on device', { problem: 'not-built' }),
      place({ state: 'full', path: '/r' }),
    ),
    /the disk is full \(\/r\); free/,
  ],
  ['disk-full', fails(new Error('EDQUOT: disk quota exceeded')), /the disk is full; free/],
  ['no-gpu', fails(new CommandError('x', { problem: 'no-gpu' })), /the browser offers no GPU.*--adapter swiftshader/],
  [
    'blocklisted',
    fails(new CommandError('x', { problem: 'no-gpu' }), browser('156.0', 'unavailable_off')),
    /unavailable_off/,
  ],
  ['no-gpu', fails(new CommandError('x', { problem: 'no-gpu' }), browser('156.0', 'unavailable_software')), /no GPU/],
  ['no-gpu', fails(new CommandError('x', { problem: 'no-gpu' }), { runtime: 'dawn' }), /Dawn offers no GPU/],
  ['too-old', fails(new CommandError('x', { problem: 'no-adapter' }), browser('120.1.2', 'enabled')), /120\.1\.2.*127/],
  [
    'blocklisted',
    fails(new CommandError('x', { problem: 'no-adapter' }), browser('156.0', 'disabled_off')),
    /webgpu: disabled_off.*update the graphics driver/,
  ],
  [
    'no-adapter',
    fails(new CommandError('x', { problem: 'no-adapter' }), browser('156.0', 'enabled')),
    /no WebGPU adapter/,
  ],
  ['no-adapter', fails(new CommandError('x', { problem: 'no-adapter' })), /no WebGPU adapter/],
  ['no-dawn', fails(new CommandError('x', { problem: 'no-dawn' })), /npm ci/],
  [
    'no-vulkan-driver',
    fails(new CommandError('x', { problem: 'no-driver' }), { adapterChoice: 'lavapipe' }),
    /lavapipe is installed; install Mesa/,
  ],
  [
    'no-vulkan-driver',
    fails(onDawn, { runtime: 'dawn', ...machine({ vulkan: { loader: '/l', drivers: [] } }) }),
    /VK_ICD_FILENAMES/,
  ],
  [
    'no-vulkan-loader',
    fails(onDawn, { runtime: 'dawn', ...machine({ vulkan: { loader: null, drivers: [] } }) }),
    /libvulkan1/,
  ],
  [
    'wrong-vulkan-variable',
    fails(onDawn, { runtime: 'dawn', ...machine({ environment: { VK_ICD_FILENAMES: '/no.json' } }) }),
    /\/no\.json.*unset/,
  ],
  ['no-adapter', fails(onDawn, { runtime: 'dawn' }), /install a Vulkan driver/],
  [
    'wrong-adapter',
    fails(new CommandError('x', { problem: 'wrong-adapter' }), { adapterChoice: 'lavapipe' }),
    /none that is lavapipe/,
  ],
  ['no-answer', fails(new Error('it did not end within 240 s')), /restart the computer/],
  ...(['no-webgpu', 'too-old', 'blocked', 'adapter-silent', 'device-refused', 'device-silent'] as const).map(
    (problem) =>
      [problem, fails(gpuUnavailable(problem, { place: 'chrome', version: 156 }, '10')), /update|restart|see/] as const,
  ),
  [
    'gpu-error',
    fails(new WeftError('gpu-error', 'The GPU refused a command: r', { facts })),
    /refused a command: r\. Update/,
  ],
  ['out-of-memory', fails(new WeftError('out-of-memory', 'The GPU is out of memory; train fewer.')), /train fewer/],
  ['wrong-result', fails(new WeftError('wrong-result', 'Shader x gives wrong results.')), /wrong results/],
  [
    'shader-error',
    fails(new WeftError('shader-error', 'Shader x does not compile:\n1:2 bad')),
    /compile: 1:2 bad\. Update/,
  ],
  ['unforeseen', fails(new TypeError('x is undefined')), /x is undefined.*--json/],
  ['wrong', proof([2.3, 2.2, 1]), /differ from float64/],
  ['wrong', proof([0, 0, 0]), /differ from float64/],
  ['wrong', proof([null, null, null]), /differ from float64 by more/],
  ['not-tried', { training: null }, /stopped before/],
  [
    'no-dataset',
    place({ place: 'dataset', state: 'missing', path: '/d', reason: 'ENOENT' }),
    /\/d.*ENOENT.*git checkout/,
  ],
  ['dataset-unreadable', place({ place: 'dataset', state: 'unreadable', path: '/d', reason: 'EACCES' }), /EACCES/],
];

describe('a verdict of failure', () => {
  it.each(FAILURES)('is %s, with its remedy', (kind, changes, remedy) => {
    const { isWorking, findings, verdict } = conclude({ ...SOUND, ...changes }, RULES, WORDS.en);
    expect(findings[0]).toMatchObject({ kind, severity: 'failure' });
    expect(isWorking).toBe(false);
    expect(verdict).toMatch(/^Training does not work here: [^\n]*[.?]$/);
    expect(verdict).toMatch(remedy);
  });

  it.each(FAILURES)('%s is said in Spanish too', (_, changes) => {
    const es = conclude({ ...SOUND, ...changes }, RULES, WORDS.es).verdict;
    expect(es).toMatch(/^Aquí no se puede entrenar: [^\n]+$/);
    // But for what is quoted, and addresses.
    const said = es.replace(/M(otivo|ensaje) original: .*/, '').replaceAll(/\w+:\/\/\w+/g, '');
    expect(said).not.toMatch(/\b(install|the|update|restart)\b(?!-)/i);
  });
});

const WARNINGS: readonly (readonly [kind: string, facts: Partial<DoctorFacts>, remedy: RegExp])[] = [
  ['runs-unwritable', place({ state: 'unwritable', reason: 'EROFS' }), /EROFS.*--runs/],
  ['runs-unreadable', place({ state: 'unreadable', reason: 'EACCES' }), /EACCES.*--runs/],
  ['runs-full', place({ state: 'full', reason: 'ENOSPC' }), /the disk is full.*--runs/],
  ['runs-nowhere', place({ state: 'nowhere', path: null }), /no home.*--runs/],
  ['little-space', place({ freeBytes: 5e6 }), /only 4 MiB/],
  ['tuning-unwritable', place({ place: 'tuning', state: 'unwritable' }), /XDG_CACHE_HOME/],
  ['builds-unwritable', place({ place: 'builds', state: 'unwritable' }), /make the folder writable/],
  ['temporary-full', place({ place: 'temporary', state: 'full' }), /TMPDIR/],
  [
    'gpu-unused',
    {
      ...machine({ mayHaveGpu: true }),
      adapter: { ...(SOUND.adapter as NonNullable<DoctorFacts['adapter']>), isFallback: true },
    },
    /--adapter gpu/,
  ],
  ['tuning-damaged', { tuning: { state: 'damaged', winners: 0, selfTests: 0 } }, /written anew/],
  [
    'kernels-dropped',
    { training: { ...(SOUND.training as NonNullable<DoctorFacts['training']>), dropped: ['weft.matmul.x'] } },
    /weft\.matmul\.x/,
  ],
];

describe('what only hampers', () => {
  it.each(WARNINGS)('is told as %s, and training works', (kind, changes, remedy) => {
    for (const language of LANGUAGES) {
      const { isWorking, findings } = conclude({ ...SOUND, ...changes }, RULES, WORDS[language]);
      expect(isWorking).toBe(true);
      expect(findings.map((finding) => [finding.kind, finding.severity])).toEqual([[kind, 'warning']]);
    }
    expect(conclude({ ...SOUND, ...changes }, RULES, WORDS.en).findings[0]?.text).toMatch(remedy);
  });

  it('does not stand before the reason of a failure', () => {
    const changes = { ...place({ state: 'full' }), ...fails(new CommandError('x', { problem: 'no-browser' })) };
    const { findings } = conclude({ ...SOUND, ...changes }, RULES, WORDS.en);
    expect(findings.map(({ kind }) => kind)).toEqual(['no-browser', 'runs-full']);
  });

  it('is a dataset that a packed folder left out', () => {
    const without = { ...SOUND, ...place({ place: 'dataset', state: 'missing', path: '/d' }) };
    const { isWorking, findings } = conclude(without, { needsDataset: false }, WORDS.en);
    expect(isWorking).toBe(true);
    expect(findings[0]?.text).toMatch(/name a folder that has one with --dataset/);
  });
});

it('training works where it was done, and agrees with float64', () => {
  const { isWorking, findings, verdict } = conclude(SOUND, RULES, WORDS.en);
  expect([isWorking, findings]).toEqual([true, []]);
  expect(verdict).toMatch(/^Training works on .*: three steps agree with float64, and the loss falls\.$/);
});
