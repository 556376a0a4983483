import type { RunReport } from '../../training/report';

/** "weft-run-2026-08-22T10-15-00.json": colons are not welcome in file names. */
export function reportFileName(report: Pick<RunReport, 'startedAt'>): string {
  return `weft-run-${report.startedAt.slice(0, 19).replaceAll(':', '-')}.json`;
}

export function saveReport(report: RunReport): void {
  const blob = new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = reportFileName(report);
  link.click();
  // The download has begun by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
