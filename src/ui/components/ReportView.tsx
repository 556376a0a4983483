import { useErrorBoundary, useMemo } from 'preact/hooks';
import { messageOf } from '../../errors';
import { ReportDocument } from '../../report/ReportDocument';
import { renderReportHtml } from '../../report/renderReportHtml';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';
import { LANGUAGES, type Language } from '../../words';
import type { ReportSource } from '../state/reportStore';
import { ActionButton } from './ActionButton';
import { Notice } from './Notice';
import type { ReportViewProps } from './reportViewProps';
import { saveReportHtml } from './saveRun';

export function ReportView({ report }: ReportViewProps) {
  const source = report.source.value;
  const error = report.error.value;
  return (
    <main class="report-view">
      <Toolbar report={report} />
      {error !== undefined && (
        <Notice kind="error" testId="report-error">
          {error}
        </Notice>
      )}
      {source.kind === 'none' ? (
        <NoRun />
      ) : (
        <Document key={source.runs[0]?.startedAt} runs={source.runs} language={report.language.value} />
      )}
    </main>
  );
}

function Toolbar({ report }: ReportViewProps) {
  const source = report.source.value;
  const canGoBack = source.kind === 'files' && report.hasPageRun.value;
  const save = () => {
    if (source.kind !== 'none' && source.runs[0] !== undefined) {
      saveReportHtml(renderReportHtml(source.runs, report.language.value), source.runs[0]);
    }
  };
  return (
    <section class="panel report-bar" aria-label="What the report shows">
      <p class="report-source" role="status" data-testid="report-source">
        {describeSource(source)}
      </p>
      <div class="report-actions">
        <LanguageSwitch report={report} />
        {canGoBack && (
          <button type="button" class="button" onClick={report.showPageRun}>
            This page’s run
          </button>
        )}
        <OpenRun report={report} />
        <ActionButton isPrimary testId="report-save" disabled={source.kind === 'none'} onClick={save}>
          Save as HTML
        </ActionButton>
      </div>
    </section>
  );
}

/** A file input that looks like the other buttons. */
function OpenRun({ report }: ReportViewProps) {
  return (
    <label class="button file-button" for="report-open">
      Open run…
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

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

function LanguageSwitch({ report }: ReportViewProps) {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Language of the report</legend>
      {LANGUAGES.map((language) => (
        <label key={language} for={`language-${language}`} lang={language}>
          <input
            id={`language-${language}`}
            type="radio"
            name="language"
            checked={report.language.value === language}
            onChange={() => report.setLanguage(language)}
          />
          <span>{LANGUAGE_NAMES[language]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface DocumentProps {
  readonly runs: readonly RunFile[];
  readonly language: Language;
}

/** Kept as it is while its run and language are: a report is a hundred charts and tables. */
function Document({ runs, language }: DocumentProps) {
  const [failure] = useErrorBoundary();
  const content = useMemo(() => <ReportDocument runs={runs} language={language} />, [runs, language]);
  return failure === undefined ? (
    <div class="panel report-paper">{content}</div>
  ) : (
    <Notice kind="error">
      <strong>This report could not be drawn.</strong> {messageOf(failure)} The run is not affected.
    </Notice>
  );
}

function NoRun() {
  return (
    <section class="panel report-empty" data-testid="report-empty">
      <h2>No run to report on yet</h2>
      <p>
        The report answers the questions of a run one after another, in words, charts and tables: which normalization is
        best and whether that is more than luck, why the others learn badly, what learning rates and callbacks do, and
        what the networks still confuse.
      </p>
      <ul>
        <li>
          Train in the <strong>Train</strong> view; the report of the last finished run then stands here.
        </li>
        <li>
          Or open run files that were saved by <strong>Download JSON</strong> or by{' '}
          <code>npm run train -- --json FILE</code>. Several are reported on together.
        </li>
      </ul>
    </section>
  );
}

function describeSource(source: ReportSource): string {
  switch (source.kind) {
    case 'none':
      return 'No run';
    case 'page':
      return `This page’s run, ${source.runs.map(describeRun).join('; ')}`;
    case 'files':
      return source.names.map((name, index) => withRun(name, source.runs[index])).join('; ');
    default:
      return source satisfies never;
  }
}

function withRun(name: string, run: RunFile | undefined): string {
  return run === undefined ? name : `${name}: ${describeRun(run)}`;
}

/** "quick of 22 Aug 2026, 10:15 UTC", as the report has it. */
function describeRun({ config, startedAt }: RunFile): string {
  const time = new Date(startedAt).toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${config.preset} of ${time} UTC`;
}
