import type { BenchRow } from '../../bench/benchFile';
import { ratiosOf } from '../../bench/benchRows';
import { type BenchColumn, type CaseGroup, columnsOf, groupRows, statusText } from '../../bench/benchTable';
import { SignSwatch } from '../../charts/Swatch';
import { formatQuantity } from '../../words/format';
import { implementationLook } from '../state/benchCharts';
import type { BenchView } from '../state/benchView';
import { ActionButton } from './ActionButton';
import { saveBench } from './saveRun';

export function BenchTable({ view }: { readonly view: BenchView }) {
  const { rows, file } = view;
  const { cases, leftOut, remarks } = groupRows(rows, ratiosOf(rows));
  const columns = columnsOf(cases);
  return (
    <section class="panel results" aria-labelledby="bench-results-title">
      <div class="panel-head">
        <h2 id="bench-results-title">Measurements</h2>
        <ActionButton
          testId="bench-download-json"
          disabled={file === undefined}
          onClick={() => file !== undefined && saveBench(file)}
        >
          Download JSON
        </ActionButton>
      </div>
      <p class="caption">
        Medians of one run, in turn with the others of the case; every output is checked against float64.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label="Table of measurements" tabIndex={0}>
        <table class={view.status === 'failed' ? 'is-failed' : ''} data-testid="bench-results">
          <thead>
            <tr>
              {columns.map(({ title, isNumber }) => (
                <th key={title} scope="col" class={isNumber ? 'bench-num' : ''}>
                  {title}
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
                  The rows of each case appear here.
                </td>
              </tr>
            </tbody>
          )}
        </table>
      </section>
      {[...remarks.map((remark) => `${remark}.`), ...(file?.notes ?? [])].map((note) => (
        <p key={note} class="caption">
          {note}
        </p>
      ))}
      {leftOut.map(({ reason, caseIds }) => (
        <details key={reason} class="left-out">
          <summary>
            {formatQuantity(caseIds.length, 'case')} left out: {reason}
          </summary>
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

interface RowProps {
  readonly row: BenchRow;
  readonly ratio: number | undefined;
  readonly columns: readonly BenchColumn[];
}

function Row({ row, ratio, columns }: RowProps) {
  const status = statusText(row);
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
      {named.map(({ title, textOf }) => (
        <td key={title} title={title === 'variant' ? (row.reason ?? undefined) : undefined}>
          {textOf(row, ratio)}
        </td>
      ))}
      {status === '' ? (
        numbers.map(({ title, textOf }) => (
          <td key={title} class="bench-num" data-column={title}>
            {textOf(row, ratio)}
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
