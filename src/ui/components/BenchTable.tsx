import { ratiosOf } from '../../bench/benchRows';
import {
  type BenchColumn,
  type CaseGroup,
  type CaseRow,
  columnsOf,
  groupRows,
  statusText,
} from '../../bench/benchTable';
import { SignSwatch } from '../../charts/Swatch';
import { implementationLook } from '../state/benchCharts';
import type { BenchView } from '../state/benchView';
import { ActionButton } from './ActionButton';
import { useWords } from './languageContext';
import { saveBench } from './saveRun';

export function BenchTable({ view }: { readonly view: BenchView }) {
  const words = useWords();
  const { results } = words.kernelsView;
  const { rows, file } = view;
  const { cases, leftOut, remarks } = groupRows(rows, ratiosOf(rows));
  const columns = columnsOf(cases, words);
  return (
    <section class="panel results" aria-labelledby="bench-results-title">
      <div class="panel-head">
        <h2 id="bench-results-title">{results.title}</h2>
        <ActionButton
          testId="bench-download-json"
          disabled={file === undefined}
          onClick={() => file !== undefined && saveBench(file)}
        >
          {results.download}
        </ActionButton>
      </div>
      <p class="caption">{results.caption}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label={results.table} tabIndex={0}>
        <table class={view.status === 'failed' ? 'is-failed' : ''} data-testid="bench-results">
          <thead>
            <tr>
              {columns.map(({ key, isNumber }) => (
                <th key={key} scope="col" class={isNumber ? 'bench-num' : ''}>
                  {words.kernels.columns[key]}
                </th>
              ))}
            </tr>
          </thead>
          {cases.map((group) => (
            <CaseRows key={group.id} group={group} columns={columns} />
          ))}
          {cases.length === 0 && (
            <tbody>
              <tr>
                <td colSpan={columns.length} class="empty">
                  {results.empty}
                </td>
              </tr>
            </tbody>
          )}
        </table>
      </section>
      {[...remarks.map((remark) => `${remark}.`), ...(file?.notes ?? [])].map((note) => (
        <p key={note} class="caption" lang="en">
          {note}
        </p>
      ))}
      {leftOut.map(({ reason, caseIds }) => (
        <details key={reason} class="left-out">
          <summary>{words.kernels.leftOutSummary(caseIds.length, reason)}</summary>
          <p>{caseIds.join(', ')}</p>
        </details>
      ))}
    </section>
  );
}

function CaseRows({ group, columns }: { readonly group: CaseGroup; readonly columns: readonly BenchColumn[] }) {
  return (
    <tbody data-case={group.id}>
      <tr>
        <th scope="rowgroup" colSpan={columns.length} class="case-id">
          <span>{group.id}</span>
        </th>
      </tr>
      {group.rows.map(({ row, ratio }) => (
        <Row key={`${row.implementation} ${row.variant}`} row={row} ratio={ratio} columns={columns} />
      ))}
    </tbody>
  );
}

interface RowProps extends CaseRow {
  readonly columns: readonly BenchColumn[];
}

function Row({ row, ratio, columns }: RowProps) {
  const words = useWords();
  const status = statusText(row, words);
  const [, ...named] = columns.filter(({ isNumber }) => !isNumber);
  const numbers = columns.filter(({ isNumber }) => isNumber);
  return (
    <tr data-implementation={row.implementation} data-status={row.status}>
      <th scope="row">
        <span class="series-name">
          <SignSwatch look={implementationLook(row.implementation)} />
          {row.implementation}
        </span>
      </th>
      {named.map(({ key, textOf }) => (
        <td key={key} title={key === 'variant' ? (row.reason ?? undefined) : undefined}>
          {textOf(row, ratio, words)}
        </td>
      ))}
      {status === '' ? (
        numbers.map(({ key, textOf }) => (
          <td key={key} class="bench-num" data-column={key}>
            {textOf(row, ratio, words)}
          </td>
        ))
      ) : (
        <td colSpan={numbers.length} class={row.status === 'left-out' ? 'empty' : 'is-troubled'}>
          {status}
        </td>
      )}
    </tr>
  );
}
