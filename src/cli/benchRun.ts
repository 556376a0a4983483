import { writeFileSync } from 'node:fs';
import { benchFileSchema } from '../bench/benchFile';
import type { BenchEvent } from '../bench/events';
import type { BenchCommand } from './benchCommand';
import { formatBenchSummary } from './benchSummary';
import type { CommandBench } from './commandBench';
import type { Interruption } from './interruption';
import { requireFile } from './requireFile';
import { tellAdapter } from './tellAdapter';

/** Does what the command line asks on a bench: says on what, tells each case, prints the table, and writes the file. */
export async function runBenchCommand(
  bench: CommandBench,
  { raw, jsonPath }: BenchCommand,
  interruption: Interruption,
): Promise<void> {
  const adapter = await bench.describeAdapter();
  tellAdapter(adapter);
  interruption.onInterrupt(() => {
    console.log('Stopping after the sample at hand; once more ends at once.');
    return bench.stopBench();
  });
  const file = requireFile(benchFileSchema, await bench.bench(raw, tell), 'weft.bench/1');
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
