import type { BenchFile } from '../../bench/benchFile';
import type { DiagnosticFile } from '../../run/diagnostic/diagnosticFile';
import { formatCsv } from '../../run/runCsv';
import type { RunFile } from '../../run/runFile';

const downloaded = new WeakSet<RunFile>();

/** Whether a run was saved as JSON since the page was opened. */
export function isDownloaded(run: RunFile): boolean {
  return downloaded.has(run);
}

export function saveRun(run: RunFile): void {
  downloaded.add(run);
  saveJson(run, `${fileName(run)}.json`);
}

export function saveRunCsv(run: RunFile): void {
  saveFile(formatCsv(run), 'text/csv', `${fileName(run)}.csv`);
}

/** "weft-run-2026-08-22T10-15-00", with its name where it was given one: letters, digits and what all systems take. */
function fileName(run: RunFile): string {
  const name = run.name
    ?.replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_NAME_LENGTH);
  return `weft-run-${fileTime(run)}${name ? `-${name}` : ''}`;
}

const MAX_NAME_LENGTH = 60;

export function saveBench(bench: BenchFile): void {
  saveJson(bench, `weft-bench-${fileTime(bench)}.json`);
}

export function saveDiagnostic(file: DiagnosticFile): void {
  saveJson(file, `weft-diagnostic-${fileTime({ startedAt: file.writtenAt })}.json`);
}

/** @param run whose time goes into the file's name. */
export function saveReportHtml(html: string, run: RunFile): void {
  saveFile(html, 'text/html', `weft-report-${fileTime(run)}.html`);
}

/** "2026-08-22T10-15-00": colons are not welcome in file names. */
function fileTime({ startedAt }: { readonly startedAt: string }): string {
  return startedAt.slice(0, 19).replaceAll(':', '-');
}

function saveJson(content: unknown, name: string): void {
  saveFile(`${JSON.stringify(content, null, 2)}\n`, 'application/json', name);
}

function saveFile(text: string, type: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The download has begun by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
