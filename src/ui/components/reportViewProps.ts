import type { ReportStore } from '../state/reportStore';

export interface ReportViewProps {
  readonly report: ReportStore;
}
