import type { BenchReport } from '../../bench/benchReport';
import type { RunReport } from '../../training/report';

/** "weft-run-2026-08-22T10-15-00.json": colons are not welcome in file names. */
function fileName(kind: 'run' | 'bench', startedAt: string): string {
  return `weft-${kind}-${startedAt.slice(0, 19).replaceAll(':', '-')}.json`;
}

export function saveReport(report: RunReport): void {
  saveJson(report, fileName('run', report.startedAt));
}

export function saveBenchReport(report: BenchReport): void {
  saveJson(report, fileName('bench', report.startedAt));
}

function saveJson(report: unknown, name: string): void {
  const blob = new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has begun by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
