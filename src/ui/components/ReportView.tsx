import { useErrorBoundary, useMemo } from 'preact/hooks';
import { ReportDocument } from '../../report/ReportDocument';
import { renderReportHtml } from '../../report/renderReportHtml';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';
import type { Language, Words } from '../../words';
import { sayError } from '../../words/sayError';
import type { ReportSource } from '../state/reportStore';
import { ActionButton } from './ActionButton';
import { useLanguage, useWords } from './languageContext';
import { Notice } from './Notice';
import { Prose } from './Prose';
import type { ReportViewProps } from './reportViewProps';
import { saveReportHtml } from './saveRun';

export function ReportView({ report }: ReportViewProps) {
  const { current, words } = useLanguage();
  const source = report.source.value;
  const error = report.error.value;
  return (
    <main class="report-view">
      <Toolbar report={report} />
      {error !== undefined && (
        <Notice kind="error" testId="report-error">
          {sayError(error, words.value)}
        </Notice>
      )}
      {source.kind === 'none' ? (
        <NoRun />
      ) : (
        <Document key={source.runs[0]?.startedAt} runs={source.runs} language={current.value} />
      )}
    </main>
  );
}

function Toolbar({ report }: ReportViewProps) {
  const source = report.source.value;
  const { current } = useLanguage();
  const words = useWords();
  const { reportView } = words.page;
  const canGoBack = source.kind === 'files' && report.hasPageRun.value;
  const save = () => {
    if (source.kind !== 'none' && source.runs[0] !== undefined) {
      const [run] = source.runs;
      void renderReportHtml(source.runs, current.value).then((html) => saveReportHtml(html, run));
    }
  };
  return (
    <section class="panel report-bar" aria-label={reportView.whatIsShown}>
      <p class="report-source" role="status" data-testid="report-source">
        {describeSource(source, words)}
      </p>
      <div class="report-actions">
        {canGoBack && (
          <button type="button" class="button" onClick={report.showPageRun}>
            {reportView.pageRun}
          </button>
        )}
        <OpenRun report={report} />
        <ActionButton isPrimary testId="report-save" disabled={source.kind === 'none'} onClick={save}>
          {reportView.save}
        </ActionButton>
      </div>
    </section>
  );
}

/** A file input that looks like the other buttons. */
function OpenRun({ report }: ReportViewProps) {
  const { page } = useWords();
  return (
    <label class="button file-button" for="report-open">
      {page.reportView.open}
      <input
        id="report-open"
        class="visually-hidden"
        type="file"
        accept=".json,application/json"
        multiple
        data-testid="report-open"
        onChange={({ currentTarget }) => {
          // What goes wrong is in the store, and on the page.
          report.open([...(currentTarget.files ?? [])], readRunFile).catch(() => undefined);
          // The same file can be chosen again, corrected.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

interface DocumentProps {
  readonly runs: readonly RunFile[];
  readonly language: Language;
}

/** Kept as it is while its run and language are: a report is a hundred charts and tables. */
function Document({ runs, language }: DocumentProps) {
  const words = useWords();
  const [failure] = useErrorBoundary();
  const content = useMemo(() => <ReportDocument runs={runs} language={language} />, [runs, language]);
  return failure === undefined ? (
    <div class="panel report-paper">{content}</div>
  ) : (
    <Notice kind="error">
      <Prose text={words.page.reportView.notDrawn(sayError(failure, words))} />
    </Notice>
  );
}

function NoRun() {
  const { reportView } = useWords().page;
  return (
    <section class="panel report-empty" data-testid="report-empty">
      <h2>{reportView.emptyTitle}</h2>
      <p>{reportView.emptyLead}</p>
      <ul>
        <li>
          <Prose text={reportView.emptyTrain} />
        </li>
        <li>
          <Prose text={reportView.emptyOpen} />
        </li>
      </ul>
    </section>
  );
}

function describeSource(source: ReportSource, words: Words): string {
  const { reportView } = words.page;
  const nameOf = ({ config, startedAt }: RunFile) => words.runName(config.preset, startedAt);
  switch (source.kind) {
    case 'none':
      return reportView.noRun;
    case 'page':
      return reportView.ofPage(source.runs.map(nameOf).join('; '));
    case 'files':
      return source.names
        .map((name, index) => {
          const run = source.runs[index];
          return run === undefined ? name : `${name}: ${nameOf(run)}`;
        })
        .join('; ');
    default:
      return source satisfies never;
  }
}
