import { useMemo } from 'preact/hooks';
import type { RunFile } from '../run/runFile';
import type { Language } from '../words';
import { buildReport } from './buildReport';
import { BlockView } from './components/Blocks';
import { Heading, type HeadingLevel } from './components/Heading';
import type { Report, Section } from './model';
import { REPORT_CSS } from './reportCss';

interface ReportDocumentProps {
  /** At least one. */
  readonly runs: readonly RunFile[];
  readonly language: Language;
  /** Of the title: 1 where the report is the page, 2 within a page that has a title of its own. */
  readonly titleLevel?: 1 | 2;
}

/** The whole report, with its styles: the same in the page and in the file. */
export function ReportDocument({ runs, language, titleLevel = 2 }: ReportDocumentProps) {
  const report = useMemo(() => buildReport(runs, language), [runs, language]);
  const sectionLevel = (titleLevel + 1) as HeadingLevel;
  return (
    <article class="weft-report" lang={language} aria-labelledby="report-title" data-testid="report">
      <style>{REPORT_CSS}</style>
      <header>
        <Heading level={titleLevel} id="report-title">
          {report.title}
        </Heading>
        <ul class="runs">
          {report.runs.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </header>
      <SummaryView report={report} level={sectionLevel} />
      {report.sections.map((section) => (
        <SectionView key={section.id} section={section} commandsLabel={report.commandsLabel} level={sectionLevel} />
      ))}
    </article>
  );
}

function SummaryView({ report, level }: { readonly report: Report; readonly level: HeadingLevel }) {
  const { summary } = report;
  return (
    <section class="summary" aria-labelledby="report-summary">
      <Heading level={level} id="report-summary">
        {summary.heading}
      </Heading>
      {summary.notices.map((notice) => (
        <p key={notice} class="notice">
          {notice}
        </p>
      ))}
      <ol class="findings">
        {summary.findings.map(({ sectionId, question, text, isAnswered }) => (
          <li key={sectionId} class={isAnswered ? undefined : 'unanswered'}>
            <a href={`#${sectionId}`}>{question}</a>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface SectionViewProps {
  readonly section: Section;
  readonly commandsLabel: string;
  readonly level: HeadingLevel;
}

function SectionView({ section, commandsLabel, level }: SectionViewProps) {
  const { id, question, answer, source, commands, blocks } = section;
  const blockLevel = (level + 1) as HeadingLevel;
  return (
    <section id={id} aria-labelledby={`${id}-question`}>
      <Heading level={level} id={`${id}-question`}>
        {question}
      </Heading>
      <div class="answer">
        {answer.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {commands.length > 0 && (
          <p class="commands">
            {commandsLabel}{' '}
            {commands.map((command) => (
              <code key={command}>{command}</code>
            ))}
          </p>
        )}
        {source !== undefined && <p class="note">{source}</p>}
      </div>
      <div class="blocks">
        {blocks.map((block, index) => (
          <BlockView key={`${id}-${index}`} block={block} level={blockLevel} />
        ))}
      </div>
    </section>
  );
}
