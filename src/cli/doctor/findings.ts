import { type ErrorFacts, LOWEST_VERSIONS, type WeftErrorCode } from '../../errors';
import { judgeProof, proofError } from '../../run/trainingProof';
import type { Words } from '../../words';
import type { CommandProblem } from '../commandError';
import type { DoctorFacts, Finding, Place } from './doctorFile';
import { isFull } from './places';

/** Below this a Chromium crashes. */
const LEAST_SHARED_BYTES = 64e6;
/** Of a run of some members, with its checkpoints. */
const LITTLE_SPACE_BYTES = 100e6;

export interface FindingRules {
  /** A packed folder may come without the dataset. */
  readonly needsDataset: boolean;
}

/** What keeps training from working, the reason first, and what only hampers it. Each with its remedy. */
export function findProblems(facts: DoctorFacts, words: Words, { needsDataset }: FindingRules): Finding[] {
  const { problems } = words.doctor;
  const findings: Finding[] = [];
  const add = (severity: Finding['severity'], kind: string, text: string) => findings.push({ severity, kind, text });

  if (facts.end !== null) {
    const { kind, text } = explainEnd(facts, facts.end, words);
    add('failure', kind, text);
  } else if (facts.training === null) {
    add('failure', 'not-tried', problems.notTried);
  } else {
    const judged = judgeProof(facts.training);
    if (judged !== 'works') {
      const error = proofError(facts.training);
      add('failure', judged, judged === 'wrong' ? problems.wrong(error) : problems.notLearning);
    }
    if (facts.adapter?.isFallback && facts.adapterChoice === 'auto' && facts.machine.mayHaveGpu) {
      add('warning', 'gpu-unused', problems.gpuUnused);
    }
    if (facts.training.dropped.length > 0) {
      add('warning', 'kernels-dropped', problems.kernelsDropped(facts.training.dropped));
    }
  }
  for (const place of facts.places) {
    const found = explainPlace(place, words, needsDataset);
    if (found !== undefined) {
      findings.push(found);
    }
  }
  if (facts.tuning.state === 'damaged') {
    add('warning', 'tuning-damaged', problems.tuningDamaged);
  }
  // The reason of a verdict is a failure, wherever it was found.
  return [...findings.filter(isFailure), ...findings.filter((finding) => !isFailure(finding))];
}

export function isFailure({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity === 'failure';
}

type Explained = Pick<Finding, 'kind' | 'text'>;
type End = NonNullable<DoctorFacts['end']>;

function explainEnd(facts: DoctorFacts, end: End, words: Words): Explained {
  const { problems } = words.doctor;
  const said = `${end.message} ${end.cause ?? ''}`;
  const full = facts.places.find(({ state }) => state === 'full');
  if (isFull(said)) {
    return { kind: 'disk-full', text: problems.diskFull(full?.path ?? null) };
  }
  const code = end.code as CommandProblem | WeftErrorCode | 'no-answer' | null;
  switch (end.facts === null ? code : null) {
    case 'no-browser':
      return { kind: 'no-browser', text: problems.noBrowser };
    case 'wrong-browser':
      return { kind: 'wrong-browser', text: problems.wrongBrowser(facts.machine.environment.WEFT_BROWSER ?? '') };
    case 'browser-broken':
    case 'page-broken':
      return explainBrowser(facts, end, said, words);
    case 'not-built': {
      const builds = facts.places.find(
        ({ place, state }) => place === 'builds' && state !== 'ok' && state !== 'missing',
      );
      return builds === undefined
        ? { kind: 'not-built', text: problems.notBuilt(end.message) }
        : { kind: 'unwritable', text: problems.unwritable(builds.path, builds.reason) };
    }
    case 'no-gpu':
      return explainKept(facts, words) ?? { kind: 'no-gpu', text: problems.noGpu(facts.runtime) };
    case 'no-adapter':
      return explainKept(facts, words) ?? { kind: 'no-adapter', text: problems.noAdapter };
    case 'no-dawn':
      return { kind: 'no-dawn', text: problems.noDawn };
    case 'no-driver':
      return { kind: 'no-vulkan-driver', text: problems.noDriver(facts.adapterChoice) };
    case 'wrong-adapter':
      return { kind: 'wrong-adapter', text: problems.wrongAdapter(facts.adapterChoice) };
    case 'no-answer':
      return { kind: 'no-answer', text: problems.noAnswer };
    default:
      return explainError(facts, end, words);
  }
}

/** Of a browser that does not start, or whose page breaks. */
function explainBrowser(
  { machine, places, browserPath }: DoctorFacts,
  end: End,
  said: string,
  words: Words,
): Explained {
  const { problems } = words.doctor;
  const [, library] = /error while loading shared libraries: ([^\s:]+)/.exec(said) ?? [];
  if (library !== undefined) {
    return { kind: 'missing-library', text: problems.missingLibrary(library) };
  }
  const temporary = places.find(({ place, state }) => place === 'temporary' && state !== 'ok');
  if (temporary !== undefined) {
    return { kind: 'unwritable', text: problems.unwritable(temporary.path, temporary.reason) };
  }
  if (machine.sharedMemoryBytes !== null && machine.sharedMemoryBytes < LEAST_SHARED_BYTES) {
    return { kind: 'no-shared-memory', text: problems.noSharedMemory(machine.sharedMemoryBytes) };
  }
  return end.code === 'page-broken'
    ? { kind: 'page-broken', text: problems.pageBroken(end.message) }
    : {
        kind: 'browser-broken',
        text: problems.browserBroken(browserPath ?? '', (end.cause ?? end.message).split('\n', 1)[0] ?? ''),
      };
}

/** Of a browser that offers no adapter, or none of the kind: because it is old, or keeps WebGPU from this machine. */
function explainKept({ browser }: DoctorFacts, words: Words): Explained | undefined {
  const { problems } = words.doctor;
  const version = Number(browser?.version.split('.')[0]);
  const status = browser?.features.webgpu;
  if (version < LOWEST_VERSIONS.chrome) {
    return { kind: 'too-old', text: problems.tooOld(browser?.version ?? '') };
  }
  // Others than these, such as unavailable_software, say that there is no GPU.
  if (status !== undefined && /_off$|blocklist/.test(status)) {
    return { kind: 'blocklisted', text: problems.blocklisted(status) };
  }
  return undefined;
}

function explainError({ runtime, machine: { vulkan, environment } }: DoctorFacts, end: End, words: Words): Explained {
  const { problems } = words.doctor;
  const facts = (end.facts ?? undefined) as ErrorFacts | undefined;
  const problem = facts?.about === 'gpu-unavailable' ? facts.problem : undefined;
  if (runtime === 'dawn' && problem === 'no-adapter' && vulkan !== null) {
    const named = environment.VK_ICD_FILENAMES ?? environment.VK_DRIVER_FILES;
    if (vulkan.loader === null) {
      return { kind: 'no-vulkan-loader', text: problems.noLoader };
    }
    if (named !== undefined) {
      return { kind: 'wrong-vulkan-variable', text: problems.wrongVariable(named) };
    }
    if (vulkan.drivers.length === 0) {
      return { kind: 'no-vulkan-driver', text: problems.noDriver('auto') };
    }
  }
  if (end.code === null) {
    return { kind: 'unforeseen', text: problems.unforeseen(end.message) };
  }
  const text = words.errors.say({ code: end.code as WeftErrorCode, message: end.message, facts });
  // What the device or its compiler said, which may be several lines and names no remedy.
  const isBare = end.code === 'gpu-error' || end.code === 'shader-error' || end.code === 'device-lost';
  return {
    kind: problem ?? end.code,
    text: isBare && problem === undefined ? problems.gpuBroke(onOneLine(text)) : onOneLine(text),
  };
}

function onOneLine(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, ' ');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function explainPlace(
  { place, path, state, reason, freeBytes }: Place,
  words: Words,
  needsDataset: boolean,
): Finding | undefined {
  const { problems } = words.doctor;
  if (place === 'dataset') {
    const severity = needsDataset ? 'failure' : 'warning';
    const kind = state === 'missing' ? 'no-dataset' : 'dataset-unreadable';
    return state === 'ok' ? undefined : { severity, kind, text: problems.dataset(path, reason, needsDataset) };
  }
  if (state === 'ok' || state === 'missing') {
    const isLittle = place === 'runs' && freeBytes !== null && freeBytes < LITTLE_SPACE_BYTES;
    return isLittle
      ? { severity: 'warning', kind: 'little-space', text: problems.littleSpace(path, freeBytes) }
      : undefined;
  }
  // What another place would do for is told where it is the reason of a failure.
  return { severity: 'warning', kind: `${place}-${state}`, text: problems.places[place](path, state, reason) };
}
