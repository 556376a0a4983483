import { armKey } from './arms';
import type { CallbackUse, TrainOptions } from './options';
import type { RunFile, RunMember } from './runFile';
import { summaryOf } from './summary';

/**
 * A run of which the members were trained in several. Its speeds, memory and times are those of the first of its
 * `parts`: each part has its own.
 */
export type PooledRun = RunFile & { readonly parts?: readonly RunFile[] };

/** Two runs that would be one, were it not for a member that both have and that did not fare alike in both. */
export interface PoolConflict {
  readonly runs: readonly [RunFile, RunFile];
  readonly member: RunMember;
}

export interface Pooling {
  /** In the order of their first parts; a run that fits no other is as it was. */
  readonly runs: readonly PooledRun[];
  readonly conflicts: readonly PoolConflict[];
}

/** What pooled runs may differ in: which members they have, and nothing that any of them is trained with. */
const FREE = ['normalizations', 'seeds', 'firstSeed', 'learningRates', 'reduceLrOnPlateau', 'earlyStopping'] as const;

/** Outside a repository a run's commit is unknown, and of two such runs it is not known whether they are of one. */
const isKnownCommit = (commit: string) => /^[0-9a-f]{7,40}$/.test(commit);

/**
 * Makes one run of finished runs that differ only in normalizations, seeds, learning rates or which callbacks their
 * members have, on one dataset, commit and adapter: their members are paired bit for bit, as in one run. A member that
 * several have must be the same in all, bit for bit; a run in which it is not stays by itself.
 */
export function poolRuns(runs: readonly RunFile[]): Pooling {
  const pools: { readonly key: string; readonly parts: RunFile[] }[] = [];
  const conflicts: PoolConflict[] = [];
  for (const run of runs) {
    const key = isPoolable(run) ? poolKey(run) : undefined;
    const candidates = pools.filter((pool) => pool.key === key);
    const found = candidates.flatMap(({ parts }) => findConflict(parts, run) ?? []);
    const fitting = candidates.find(({ parts }) => findConflict(parts, run) === undefined);
    if (key !== undefined && fitting !== undefined) {
      fitting.parts.push(run);
    } else {
      conflicts.push(...found);
      pools.push({ key: key ?? '', parts: [run] });
    }
  }
  return { runs: pools.map(({ parts }) => pool(parts)), conflicts };
}

function isPoolable({ status, commit }: RunFile): boolean {
  return status === 'finished' && isKnownCommit(commit);
}

function poolKey({ commit, adapter, config }: RunFile): string {
  const free: readonly string[] = FREE;
  const fixed = Object.entries(config).filter(([option]) => !free.includes(option));
  return canonical({ commit, adapter, config: Object.fromEntries(fixed) });
}

/** The same text for the same values, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

function memberKey(member: RunMember): string {
  return `${armKey(member)}#${member.seed}`;
}

function findConflict(parts: readonly RunFile[], run: RunFile): PoolConflict | undefined {
  for (const part of parts) {
    const known = new Map(part.members.map((member) => [memberKey(member), canonical(member)]));
    const member = run.members.find((one) => (known.get(memberKey(one)) ?? canonical(one)) !== canonical(one));
    if (member !== undefined) {
      return { runs: [part, run], member };
    }
  }
  return undefined;
}

function pool(unordered: readonly RunFile[]): PooledRun {
  const parts = unordered.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const [first, ...others] = parts as [RunFile, ...RunFile[]];
  if (others.length === 0) {
    return first;
  }
  const config = pooledConfig(parts, first);
  const byKey = new Map(parts.flatMap(({ members }) => members).map((member) => [memberKey(member), member]));
  const members = [...byKey.values()].toSorted(inOrderOf(config));
  const mistakes = new Map(
    parts
      .flatMap((run) => run.mistakes)
      .toReversed()
      .map((entry) => [armKey(entry), entry]),
  );
  return {
    ...first,
    startedAt: parts.at(-1)?.startedAt ?? first.startedAt,
    config,
    members,
    summary: summaryOf(members),
    mistakes: [...new Set(members.map(armKey))].flatMap((key) => mistakes.get(key) ?? []),
    parts,
  };
}

function pooledConfig(parts: readonly RunFile[], { config }: RunFile): RunFile['config'] {
  const members = parts.flatMap((run) => run.members);
  const seeds = new Set(members.map(({ seed }) => seed));
  return {
    ...config,
    normalizations: [...new Set(parts.flatMap((run) => run.config.normalizations))],
    seeds: seeds.size,
    firstSeed: Math.min(...seeds),
    learningRates: [...new Set(parts.flatMap((run) => run.config.learningRates))].toSorted((a, b) => a - b),
    reduceLrOnPlateau: useOf(members.map(({ reduceLrOnPlateau }) => reduceLrOnPlateau)),
    earlyStopping: useOf(members.map(({ earlyStopping }) => earlyStopping)),
  };
}

function useOf(uses: readonly boolean[]): CallbackUse {
  if (!uses.includes(true)) {
    return 'off';
  }
  return uses.includes(false) ? 'compare' : 'on';
}

/** That of `expandMembers`. */
function inOrderOf({ normalizations, learningRates }: Pick<TrainOptions, 'normalizations' | 'learningRates'>) {
  const places = (member: RunMember) => [
    normalizations.indexOf(member.normalization),
    member.seed,
    learningRates.indexOf(member.learningRate),
    Number(member.reduceLrOnPlateau),
    Number(member.earlyStopping),
  ];
  return (a: RunMember, b: RunMember): number => {
    const [ofA, ofB] = [places(a), places(b)];
    const place = ofA.findIndex((value, index) => value !== ofB[index]);
    return place === -1 ? 0 : (ofA[place] as number) - (ofB[place] as number);
  };
}
