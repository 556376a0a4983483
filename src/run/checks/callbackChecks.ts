import { createMemberRules } from '../callbacks/memberRules';
import { type Monitor, readMonitor } from '../callbacks/monitor';
import type { EpochRecord } from '../records';
import type { RunMember, StoredRun } from '../runFile';
import { firstProblem, type Problem } from './problem';

type Config = StoredRun['config'];

/** What a member's callbacks did, against what their rules make of its history. */
export function findBadCallback(member: RunMember, config: Config, path: string): Problem {
  try {
    createMemberRules(member, config);
  } catch (error) {
    return `config does not fit ${path}: ${String(error instanceof Error ? error.message : error).replace(/\.$/, '')}`;
  }
  return findBadRate(member, config, path) ?? findBadStop(member, config, path);
}

/** A figure that is not finite may be NaN or infinite, which the rules tell apart: then nothing can be derived. */
function watchedRecords({ history, status }: RunMember, monitor: Monitor): readonly EpochRecord[] | undefined {
  const watched = (status === 'diverged' ? history.slice(0, -1) : history) as readonly EpochRecord[];
  return watched.every((record) => Number.isFinite(readMonitor(record, monitor))) ? watched : undefined;
}

function findBadRate(member: RunMember, config: Config, path: string): Problem {
  const { plateau } = createMemberRules(member, config);
  const watched = plateau === undefined ? member.history : watchedRecords(member, config.plateauMonitor);
  let rate = member.learningRate;
  return firstProblem(member.history.entries(), ([place, record]) => {
    const expected = rate;
    const seen = plateau === undefined ? undefined : (watched?.[place] as EpochRecord | undefined);
    rate = seen === undefined ? rate : (plateau?.onEpochEnd(seen, rate) ?? rate);
    const isKnown = place === 0 || watched !== undefined;
    return !isKnown || record.learningRate === expected
      ? undefined
      : `${path}.history.${place}.learningRate is ${record.learningRate}; it must be ${expected}, which ${plateau === undefined ? "the member's" : "ReduceLROnPlateau's rule"} gives`;
  });
}

function findBadStop(member: RunMember, config: Config, path: string): Problem {
  const { stopping } = createMemberRules(member, config);
  const { status, history, restoredEpoch, test } = member;
  if (stopping === undefined) {
    return status === 'stopped-early' || restoredEpoch !== null
      ? `${path} has no EarlyStopping; ${status === 'stopped-early' ? 'its status must not be "stopped-early"' : 'its restoredEpoch must be null'}`
      : undefined;
  }
  if (restoredEpoch !== null && (config.restoreBestWeights === 'off' || restoredEpoch > history.length)) {
    return config.restoreBestWeights === 'off'
      ? `${path}.restoredEpoch is ${restoredEpoch}; it must be null where config.restoreBestWeights is "off"`
      : `${path}.restoredEpoch is ${restoredEpoch}; it must be at most ${history.length}, the last epoch of the history`;
  }
  const watched = watchedRecords(member, config.stoppingMonitor);
  if (watched === undefined) {
    return undefined;
  }
  const stopEpoch = watched
    .filter((record) => stopping.onEpochEnd(record).action === 'stop' && record.epoch < config.epochs)
    .at(0)?.epoch;
  if (status === 'stopped-early' ? stopEpoch !== history.length : stopEpoch !== undefined) {
    return `${path}.status is "${status}" after ${history.length} epochs; by EarlyStopping's rule it ${stopEpoch === undefined ? 'must not stop early' : `must be "stopped-early" after ${stopEpoch}`}`;
  }
  const derived = stopping.epochToRestore ?? null;
  const isAllowed = restoredEpoch === derived || (test === null && restoredEpoch === null);
  return isAllowed
    ? undefined
    : `${path}.restoredEpoch is ${restoredEpoch}; it must be ${derived}, which EarlyStopping's rule gives`;
}
