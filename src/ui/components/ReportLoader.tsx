import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sayError } from '../../words/sayError';
import { useWords } from './languageContext';
import { Notice } from './Notice';
import { Prose } from './Prose';
import type { ReportViewProps } from './reportViewProps';

/** Loads the view when it is first shown: who only trains does not wait for the report's code. */
export function ReportLoader({ report }: ReportViewProps) {
  const words = useWords();
  const [View, setView] = useState<FunctionComponent<ReportViewProps> | undefined>(undefined);
  const [failure, setFailure] = useState<unknown>(undefined);
  useEffect(() => {
    import('./ReportView').then(
      (module) => setView(() => module.ReportView),
      (error: unknown) => setFailure(() => error),
    );
  }, []);
  if (View !== undefined) {
    return <View report={report} />;
  }
  return (
    <main class="report-view" aria-busy={failure === undefined}>
      {failure !== undefined && (
        <Notice kind="error">
          <Prose text={words.page.reportView.codeMissing(sayError(failure, words))} />
        </Notice>
      )}
    </main>
  );
}
