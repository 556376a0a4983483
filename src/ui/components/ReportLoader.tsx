import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../../errors';
import { Notice } from './Notice';
import type { ReportViewProps } from './reportViewProps';

/** Loads the view when it is first shown: who only trains does not wait for the report's code. */
export function ReportLoader({ report }: ReportViewProps) {
  const [View, setView] = useState<FunctionComponent<ReportViewProps> | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  useEffect(() => {
    import('./ReportView').then(
      (module) => setView(() => module.ReportView),
      (error) => setFailure(messageOf(error)),
    );
  }, []);
  if (View !== undefined) {
    return <View report={report} />;
  }
  return (
    <main class="report-view" aria-busy={failure === undefined}>
      {failure !== undefined && (
        <Notice kind="error">
          <strong>The report’s code did not load.</strong> {failure} Reload the page to try again.
        </Notice>
      )}
    </main>
  );
}
