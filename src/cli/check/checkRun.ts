import { messageOf } from '../../errors';
import type { AdapterInfo } from '../../gpu/adapter';
import type { RawOptions } from '../../run/options';
import { WORDS, type Words } from '../../words';
import type { Output } from '../files/outputs';
import { formatJson } from '../files/runContents';
import { writeOutputs } from '../files/writeOutputs';
import type { Interruption } from '../interruption';
import type { CheckCommand } from './checkCommand';
import { CHECK_SCHEMA, type CheckFile, type Stage } from './checkFile';
import { formatCheck, isGood, sayStage } from './checkText';
import { type Limited, limited } from './limited';
import { ADAPTER_STAGES, type CheckPlace, type StageWork } from './stages';
import { runTorch, type TorchPlace } from './torch';

/** How long a stage may take to end once it was asked to: a step or a sample, and what is compiled meanwhile. */
const GRACE_MS = 60_000;
const TORCH_SHARE = 3;

/** What a check needs beside its command line. */
export interface CheckMeans {
  readonly open: (work: (place: CheckPlace) => Promise<void>) => Promise<void>;
  readonly torch: TorchPlace;
}

/**
 * Does stage after stage and writes what is known after each, so that whatever ends the check leaves the earlier ones.
 * @returns whether all that was done was right.
 * @throws WeftError `file-not-written` at the end, where a file could not be written.
 */
export async function runCheck(command: CheckCommand, means: CheckMeans, interruption: Interruption): Promise<boolean> {
  const check = new Check(command, means, interruption);
  try {
    await means.open((place) => check.onAdapter(place));
  } catch (error) {
    await check.add({ stage: 'adapter', status: 'failed', reason: messageOf(error), wallMs: 0, result: null });
  }
  if (command.hasTorch) {
    await check.onTorch();
  }
  return check.end();
}

class Check {
  readonly #command: CheckCommand;
  readonly #means: CheckMeans;
  readonly #words: Words;
  readonly #startedAtMs = performance.now();
  #file: CheckFile;
  #isStopped = false;
  #writeFailure: unknown;
  readonly #interruption: Interruption;
  #stopStage: () => Promise<void> = async () => undefined;

  constructor(command: CheckCommand, means: CheckMeans, interruption: Interruption) {
    this.#command = command;
    this.#means = means;
    this.#words = WORDS[command.language];
    this.#file = {
      schema: CHECK_SCHEMA,
      startedAt: new Date().toISOString(),
      commit: null,
      node: `${process.version} ${process.platform} ${process.arch}`,
      budgetSeconds: command.budgetSeconds,
      status: 'running',
      adapter: null,
      stages: [],
    };
    this.#interruption = interruption;
    this.#hear();
  }

  /** Each stage hears an interruption for itself. @returns to be called with what it tells. */
  #hear(): () => void {
    return this.#interruption.onInterrupt(() => {
      if (!this.#isStopped) {
        this.#isStopped = true;
        console.log(this.#words.check.stopping);
      }
      return this.#stopStage();
    });
  }

  async onAdapter(place: CheckPlace): Promise<void> {
    const startedAtMs = performance.now();
    const adapter = await place.describeAdapter();
    this.#file = { ...this.#file, adapter: { ...adapter, features: [...adapter.features] } };
    const wallMs = performance.now() - startedAtMs;
    await this.add({ stage: 'adapter', status: 'finished', reason: null, wallMs, result: null });
    let isAnswering = true;
    for (const [index, stage] of ADAPTER_STAGES.entries()) {
      if (this.#isStopped) {
        return;
      }
      if (!isAnswering) {
        await this.#leaveOut(stage, this.#words.check.noAnswer);
        continue;
      }
      const left = ADAPTER_STAGES.slice(index + 1).reduce((sum, { share }) => sum + share, 0);
      const seconds = this.#secondsFor(stage.share, left + (this.#command.hasTorch ? TORCH_SHARE : 0));
      const outcome = await this.#carryOut(stage, seconds, adapter, place);
      isAnswering = !(outcome.status === 'failed' && messageOf(outcome.error).includes('did not end'));
    }
  }

  async onTorch(): Promise<void> {
    if (this.#isStopped) {
      return;
    }
    const abort = new AbortController();
    const stop = async () => abort.abort();
    const seconds = this.#secondsFor(1, 0);
    await this.#record('torch', seconds, stop, () => runTorch(this.#means.torch, seconds, abort.signal));
  }

  async add(stage: Stage): Promise<void> {
    const { commit = null } = (stage.result ?? {}) as { readonly commit?: string };
    this.#file = { ...this.#file, commit: this.#file.commit ?? commit, stages: [...this.#file.stages, stage] };
    console.log(sayStage(stage, this.#file, this.#words));
    await this.#write();
  }

  async end(): Promise<boolean> {
    this.#file = { ...this.#file, status: this.#isStopped ? 'stopped' : 'finished' };
    console.log(this.#words.check.verdict(isGood(this.#file)));
    await this.#write();
    if (this.#writeFailure !== undefined) {
      throw this.#writeFailure;
    }
    return isGood(this.#file);
  }

  #secondsFor(share: number, laterShares: number): number {
    const leftSeconds = this.#command.budgetSeconds - (performance.now() - this.#startedAtMs) / 1000;
    return Math.max(1, (leftSeconds * share) / (share + laterShares));
  }

  #carryOut(stage: StageWork, seconds: number, adapter: AdapterInfo, place: CheckPlace): Promise<Limited<unknown>> {
    const dataset: RawOptions = this.#command.dataset;
    const stop = () => stage.stop(place);
    return this.#record(stage.name, seconds, stop, () =>
      stage.run({ place, adapter, dataset, seconds, onEvent: this.#hear() }),
    );
  }

  async #record(
    stage: Stage['stage'],
    seconds: number,
    stop: () => Promise<void>,
    work: () => Promise<unknown>,
  ): Promise<Limited<unknown>> {
    console.log(this.#words.check.begins(stage, seconds));
    this.#stopStage = stop;
    const startedAtMs = performance.now();
    const outcome = await limited(work, { limitMs: 1000 * seconds, graceMs: GRACE_MS, stop });
    const wallMs = performance.now() - startedAtMs;
    const { check } = this.#words;
    if (outcome.status === 'failed') {
      await this.add({ stage, status: 'failed', reason: messageOf(outcome.error), wallMs, result: null });
    } else {
      const wasCut = outcome.status === 'stopped' || this.#isStopped;
      const reason = this.#isStopped ? check.interrupted : check.timeIsUp;
      const status = wasCut ? 'stopped' : 'finished';
      await this.add({ stage, status, reason: wasCut ? reason : null, wallMs, result: outcome.value });
    }
    return outcome;
  }

  #leaveOut({ name }: StageWork, reason: string): Promise<void> {
    return this.add({ stage: name, status: 'left-out', reason, wallMs: 0, result: null });
  }

  async #write(): Promise<void> {
    const outputs: readonly Output[] = this.#command.outputs;
    try {
      await writeOutputs(outputs, {
        check: () => formatJson(this.#file),
        checkText: () => formatCheck(this.#file, this.#words),
      });
      this.#writeFailure = undefined;
    } catch (error) {
      // What is measured is printed as well; a later write may do.
      this.#writeFailure = error;
    }
  }
}
