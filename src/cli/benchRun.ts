import { writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { type BenchFile, benchFileSchema } from '../bench/benchFile';
import type { BenchEvent } from '../bench/events';
import { WORDS, type Words } from '../words';
import { adapterName } from '../words/adapter';
import type { BenchCommand } from './benchCommand';
import { formatBenchSummary } from './benchSummary';
import type { CommandBench } from './commandBench';
import { CommandError } from './commandError';
import type { Interruption } from './interruption';

/** Does what the command line asks on a bench: says on what, tells each case, prints the table, and writes the file. */
export async function runBenchCommand(
  bench: CommandBench,
  { raw, jsonPath, language }: BenchCommand,
  interruption: Interruption,
): Promise<void> {
  const adapter = await bench.describeAdapter();
  const words = WORDS[language];
  console.log(words.terminal.adapter(adapterName(adapter, words), adapter.runtimeVersion));
  if (adapter.isFallback) {
    console.log(words.terminal.softwareWarning);
  }
  interruption.onInterrupt(() => {
    console.log(words.terminal.stoppingAfterSample);
    return bench.stopBench();
  });
  const file = requireBenchFile(await bench.bench(raw, (event) => tell(event, words)));
  if (jsonPath !== undefined) {
    writeFileSync(jsonPath, `${JSON.stringify(file, undefined, 2)}\n`);
  }
  console.log(formatBenchSummary(file, words));
}

function tell(event: BenchEvent, { kernels }: Words): void {
  if (event.type === 'benchProgressed') {
    const { measuring } = event;
    const message =
      measuring === undefined
        ? kernels.measuringPeaks
        : kernels.measuringCase(measuring.caseId, measuring.place, measuring.count);
    console.log(`${String(Math.floor(100 * event.shareDone)).padStart(3)} % ${message}`);
  }
}

function requireBenchFile(value: unknown): BenchFile {
  const result = v.safeParse(benchFileSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw new CommandError(
      `The bench is not a weft.bench/1: at ${v.getDotPath(issue) ?? 'its root'}, ${issue.message}`,
    );
  }
  return result.output;
}
