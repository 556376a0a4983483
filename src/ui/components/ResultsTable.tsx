import { formatAccuracy, formatCount, formatLoss, formatQuantity, formatRate, NO_FIGURE } from '../state/format';
import { type Figure, type ResultRow, resultRows } from '../state/resultRows';
import type { RunView } from '../state/runView';
import { seriesOf } from '../state/series';
import type { StoreProps } from './App';
import { Swatch } from './Swatch';
import { saveReport } from './saveReport';

export function ResultsTable({ store }: StoreProps) {
  const run = store.run.value;
  const plan = run.options ?? store.planned.value;
  const rows = resultRows(seriesOf(plan, run.members), run.throughput);
  const { report } = run;
  return (
    <section class="panel results" aria-labelledby="results-title">
      <div class="panel-head">
        <h2 id="results-title">Results</h2>
        <button
          type="button"
          class="button"
          data-testid="download-json"
          disabled={report === undefined}
          onClick={() => report !== undefined && saveReport(report)}
        >
          Download JSON
        </button>
      </div>
      <p class="caption">{describeRun(run)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label="Table of results" tabIndex={0}>
        <table class={run.status === 'failed' ? 'is-failed' : ''} data-testid="results">
          <thead>
            <tr>
              <th scope="col">Normalization</th>
              <th scope="col" class="num">
                Validation accuracy
              </th>
              <th scope="col" class="num">
                Test accuracy
              </th>
              <th scope="col" class="num">
                Test loss
              </th>
              <th scope="col" class="num">
                Images/s
              </th>
              <th scope="col" class="num">
                Normalize GB/s
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultsRow key={row.series.key} row={row} />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={6} class="empty">
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

function ResultsRow({ row }: { readonly row: ResultRow }) {
  const { series, throughput, throughputRows } = row;
  return (
    <tr data-normalization={series.normalization}>
      <th scope="row">
        <span class="series-name">
          <Swatch normalization={series.normalization} />
          {series.label}
        </span>
        <span class={row.isTroubled ? 'member-status is-troubled' : 'member-status'}>{row.status}</span>
      </th>
      <FigureCell name="val-accuracy" figure={row.valAccuracy} format={formatAccuracy} />
      <FigureCell name="test-accuracy" figure={row.testAccuracy} format={formatAccuracy} isChief />
      <FigureCell name="test-loss" figure={row.testLoss} format={formatLoss} />
      {throughputRows > 0 && (
        <>
          <td class="num" rowSpan={throughputRows} data-column="images-per-second">
            {formatRate(throughput?.imagesPerSecond)}
          </td>
          <td class="num" rowSpan={throughputRows} data-column="normalize-gb-per-second">
            {formatRate(throughput?.normalizeGbPerSecond)}
          </td>
        </>
      )}
    </tr>
  );
}

interface FigureCellProps {
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly format: (value: number | undefined) => string;
  readonly isChief?: boolean;
}

function FigureCell({ name, figure, format, isChief = false }: FigureCellProps) {
  return (
    <td class={isChief ? 'num chief' : 'num'} data-column={name}>
      {figure === undefined ? NO_FIGURE : format(figure.mean)}
      {figure !== undefined && figure.count > 1 && (
        <span class="spread">
          {format(figure.low)} to {format(figure.high)}
        </span>
      )}
    </td>
  );
}

function describeRun({ options, status }: RunView): string {
  if (options === undefined) {
    return 'Fills while it trains: validation accuracy each epoch, test figures at the end.';
  }
  const { epochs, trainExamples, batchSize, seeds, kernels } = options;
  const parts = [
    `${formatQuantity(epochs, 'epoch')} of ${formatCount(trainExamples)} examples`,
    `batches of ${formatCount(batchSize)}`,
    seeds === 1 ? `seed ${options.firstSeed}` : `mean and range of ${formatCount(seeds)} seeds`,
    `${kernels} kernels`,
  ];
  return `${status === 'stopped' ? 'Stopped early: ' : ''}${parts.join(' · ')}`;
}
