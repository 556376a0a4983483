import { BENCH_SCHEMA, benchFileSchema } from '../bench/benchFile';
import type { BenchEvent } from '../bench/events';
import { WORDS, type Words } from '../words';
import type { BenchCommand } from './benchCommand';
import { formatBenchSummary } from './benchSummary';
import type { CommandBench } from './commandBench';
import type { Diagnosis, DiagnosisOptions } from './diagnosis/diagnosis';
import { formatJson } from './files/runContents';
import { tellWritten, writeOutputs } from './files/writeOutputs';
import type { Interruption } from './interruption';
import { requireFile } from './requireFile';
import { runsFolder } from './runs/runFolder';
import { tellAdapter } from './tellAdapter';

/** What a diagnostic file tells of the command line. */
export function benchDiagnosisOf({ runtime, adapter, raw }: BenchCommand): DiagnosisOptions {
  return { work: 'bench', runtime, asked: { ...raw, runtime, adapter }, folder: runsFolder() };
}

/** Does what the command line asks on a bench: says on what, tells each case, prints the table, and writes the file. */
export async function runBenchCommand(
  bench: CommandBench,
  { raw, outputs, language }: BenchCommand,
  interruption: Interruption,
  diagnosis: Pick<Diagnosis, 'log' | 'adapter'>,
): Promise<void> {
  const adapter = await bench.describeAdapter();
  diagnosis.adapter = adapter;
  const words = WORDS[language];
  tellAdapter(adapter, words);
  let isTold = false;
  const hearInterruption = interruption.onInterrupt(() => {
    if (!isTold) {
      isTold = true;
      console.log(words.terminal.stoppingAfterSample);
    }
    return bench.stopBench();
  });
  const hear = (event: BenchEvent) => {
    tell(event, words);
    diagnosis.log.hear(event);
    hearInterruption();
  };
  const file = requireFile(benchFileSchema, await bench.bench(raw, hear), BENCH_SCHEMA);
  console.log(formatBenchSummary(file, words));
  tellWritten(await writeOutputs(outputs, { bench: () => formatJson(file) }), words);
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
