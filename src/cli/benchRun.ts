import { writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { type BenchFile, benchFileSchema } from '../bench/benchFile';
import type { BenchEvent } from '../bench/events';
import { adapterName } from '../words/adapter';
import type { BenchCommand } from './benchCommand';
import { formatBenchSummary } from './benchSummary';
import type { CommandBench } from './commandBench';
import { CommandError } from './commandError';
import type { Interruption } from './interruption';

/** Does what the command line asks on a bench: says on what, tells each case, prints the table, and writes the file. */
export async function runBenchCommand(
  bench: CommandBench,
  { raw, jsonPath }: BenchCommand,
  interruption: Interruption,
): Promise<void> {
  const adapter = await bench.describeAdapter();
  console.log(`Adapter: ${adapterName(adapter)}, ${adapter.runtimeVersion}`);
  if (adapter.isFallback) {
    console.log('Warning: this is a software adapter; its figures say nothing about GPUs.');
  }
  interruption.onInterrupt(() => {
    console.log('Stopping after the sample at hand; once more ends at once.');
    return bench.stopBench();
  });
  const file = requireBenchFile(await bench.bench(raw, tell));
  if (jsonPath !== undefined) {
    writeFileSync(jsonPath, `${JSON.stringify(file, undefined, 2)}\n`);
  }
  console.log(formatBenchSummary(file));
}

function tell(event: BenchEvent): void {
  if (event.type === 'benchProgressed') {
    console.log(`${String(Math.floor(100 * event.shareDone)).padStart(3)} % ${event.message}`);
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
