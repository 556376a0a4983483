import { useState } from 'preact/hooks';
import { Swatch } from '../../charts/Swatch';
import {
  formatAccuracy,
  formatCount,
  formatLearningRate,
  formatLoss,
  formatQuantity,
  formatRate,
  NO_FIGURE,
} from '../../words/format';
import { type Figure, type MemberRow, type Rates, type ResultRow, resultRows } from '../state/resultRows';
import type { RunView } from '../state/runView';
import { seriesOf } from '../state/series';
import { ActionButton } from './ActionButton';
import { saveRun } from './saveRun';
import type { StoreProps } from './storeProps';

const COLUMNS = ['Learning rate', 'Validation accuracy', 'Test accuracy', 'Test loss', 'Normalize GB/s'] as const;

export function ResultsTable({ store }: StoreProps) {
  const run = store.run.value;
  const rows = resultRows(seriesOf(run.options ?? store.planned.value, run.members), run.throughput);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { file } = run;
  const isOpen = ({ series }: ResultRow) => opened.has(series.key);
  const toggle = ({ series }: ResultRow) => {
    const next = new Set(opened);
    if (!next.delete(series.key)) {
      next.add(series.key);
    }
    setOpened(next);
  };
  return (
    <section class="panel results" aria-labelledby="results-title">
      <div class="panel-head">
        <h2 id="results-title">Results</h2>
        <ActionButton
          testId="download-json"
          disabled={file === undefined}
          onClick={() => file !== undefined && saveRun(file)}
        >
          Download JSON
        </ActionButton>
      </div>
      <p class="caption">{describeRun(run)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label="Table of results" tabIndex={0}>
        <table class={run.status === 'failed' ? 'is-failed' : ''} data-testid="results">
          <thead>
            <tr>
              <th scope="col">Normalization</th>
              {COLUMNS.map((title) => (
                <th key={title} scope="col" class="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ArmRows
                key={row.series.key}
                row={row}
                isOpen={isOpen(row)}
                onToggle={() => toggle(row)}
                throughputRows={row.isFirstOfNormalization ? rowsOfNormalization(rows, row, isOpen) : 0}
              />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length + 1} class="empty">
                  One row a normalization appears here.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** How many rows of the table share a normalization's speed. */
function rowsOfNormalization(
  rows: readonly ResultRow[],
  { series }: ResultRow,
  isOpen: (row: ResultRow) => boolean,
): number {
  return rows
    .filter((row) => row.series.arm.normalization === series.arm.normalization)
    .reduce((sum, row) => sum + 1 + (isOpen(row) ? row.memberRows.length : 0), 0);
}

interface ArmRowsProps {
  readonly row: ResultRow;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** 0 where an earlier row has the speed. */
  readonly throughputRows: number;
}

function ArmRows({ row, isOpen, onToggle, throughputRows }: ArmRowsProps) {
  const { series, throughput, memberRows } = row;
  const hasMembers = memberRows.length > 0;
  const name = (
    <>
      <Swatch look={series.look} />
      <span>
        {series.name}
        {hasMembers && <span class="chevron" />}
        {series.callbacks !== '' && <span class="series-callbacks">{series.callbacks}</span>}
      </span>
    </>
  );
  return (
    <>
      <tr data-normalization={series.arm.normalization}>
        <th scope="row">
          {hasMembers ? (
            <button type="button" class="series-name expander" aria-expanded={isOpen} onClick={onToggle}>
              {name}
              <span class="visually-hidden">, its {memberRows.length} members</span>
            </button>
          ) : (
            <span class="series-name">{name}</span>
          )}
          <Status of={row} />
        </th>
        <FigureCells of={row} memberCount={Math.max(1, memberRows.length)} />
        {throughputRows > 0 && (
          <td class="num" rowSpan={throughputRows} data-column="normalize-gb-per-second">
            {formatRate(throughput?.normalizeGbPerSecond)}
          </td>
        )}
      </tr>
      {isOpen &&
        memberRows.map((member) => (
          <tr key={member.seed} class="member-row" data-member-of={series.key}>
            <th scope="row">
              <span class="member-name">
                <span class="visually-hidden">{series.label}, </span>seed {member.seed}
              </span>
              <Status of={member} />
            </th>
            <FigureCells of={member} memberCount={1} />
          </tr>
        ))}
    </>
  );
}

function Status({ of }: { readonly of: ResultRow | MemberRow }) {
  return <span class={of.isTroubled ? 'member-status is-troubled' : 'member-status'}>{of.status}</span>;
}

interface FigureCellsProps {
  readonly of: ResultRow | MemberRow;
  readonly memberCount: number;
}

function FigureCells({ of, memberCount }: FigureCellsProps) {
  const shared = { memberCount };
  return (
    <>
      <RateCell rates={of.rates} />
      <FigureCell {...shared} name="val-accuracy" figure={of.valAccuracy} format={formatAccuracy} />
      <FigureCell {...shared} name="test-accuracy" figure={of.testAccuracy} format={formatAccuracy} isChief />
      <FigureCell {...shared} name="test-loss" figure={of.testLoss} format={formatLoss} />
    </>
  );
}

function RateCell({ rates: { low, high, reductions } }: { readonly rates: Rates }) {
  return (
    <td class="num" data-column="learning-rate">
      {formatLearningRate(low)}
      {high > low && ` to ${formatLearningRate(high)}`}
      {reductions > 0 && (
        <span class="spread">
          <span aria-hidden="true">↓ </span>
          {formatQuantity(reductions, 'reduction')}
        </span>
      )}
    </td>
  );
}

interface FigureCellProps {
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly format: (value: number | undefined) => string;
  readonly memberCount: number;
  readonly isChief?: boolean;
}

function FigureCell({ name, figure, format, memberCount, isChief = false }: FigureCellProps) {
  return (
    <td class={isChief ? 'num chief' : 'num'} data-column={name}>
      {figure === undefined ? NO_FIGURE : format(figure.mean)}
      {figure?.margin !== undefined && <span class="spread">± {format(figure.margin)}</span>}
      {figure !== undefined && figure.count < memberCount && (
        <span class="spread">
          of {figure.count} of {memberCount}
        </span>
      )}
    </td>
  );
}

function describeRun({ options, status }: RunView): string {
  if (options === undefined) {
    return 'Fills while it trains: validation accuracy each epoch, test figures at the end.';
  }
  const { epochs, trainExamples, heldOutExamples, batchSize, seeds, kernels } = options;
  const parts = [
    `${formatQuantity(epochs, 'epoch')} of ${formatCount(trainExamples - heldOutExamples)} examples`,
    ...(heldOutExamples === 0 ? [] : [`${formatCount(heldOutExamples)} held out`]),
    `batches of ${formatCount(batchSize)}`,
    seeds === 1 ? `seed ${options.firstSeed}` : `means of ${formatCount(seeds)} seeds with 95 % intervals`,
    `${kernels} kernels`,
  ];
  return `${status === 'stopped' ? 'Stopped before its end: ' : ''}${parts.join(' · ')}`;
}
