import { ChartImage } from '../../charts/ChartImage';
import { Swatch } from '../../charts/Swatch';
import type { Block, Cell, ChartsBlock, Column, PicturesBlock, TableBlock } from '../model';
import { heatClass } from '../reportCss';
import { Heading, type HeadingLevel } from './Heading';

interface BlockProps {
  readonly block: Block;
  /** Of headings within the block. */
  readonly level: HeadingLevel;
}

export function BlockView({ block, level }: BlockProps) {
  switch (block.kind) {
    case 'charts':
      return <ChartsView block={block} level={level} />;
    case 'table':
      return <TableView block={block} />;
    case 'pictures':
      return <PicturesView block={block} level={level} />;
  }
}

function ChartsView({ block, level }: { readonly block: ChartsBlock; readonly level: HeadingLevel }) {
  return (
    <div class="charts">
      <Heading level={level}>{block.heading}</Heading>
      {block.legend.length > 0 && (
        <ul class="legend">
          {block.legend.map(({ look, label }) => (
            <li key={label}>
              <Swatch look={look} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div class="chart-grid">
        {block.charts.map((chart) => (
          <figure key={chart.id}>
            <figcaption>{chart.title}</figcaption>
            <ChartImage chart={chart} />
          </figure>
        ))}
      </div>
      <p class="note">{block.caption}</p>
    </div>
  );
}

function TableView({ block: { caption, columns, rows, note } }: { readonly block: TableBlock }) {
  const isMatrix = rows.some(({ cells }) => cells.some(({ heat }) => heat !== undefined));
  return (
    <div class="table-block">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, and a section would be a landmark. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div class="table-scroll" role="group" tabIndex={0} aria-label={caption}>
        <table class={isMatrix ? 'matrix' : undefined}>
          <caption>
            <span>{caption}</span>
          </caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col" class={column.isNumeric ? 'numeric' : undefined}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ look, cells: [name, ...values] }, row) => (
              <tr key={row}>
                <th scope="row" class={columns[0]?.isNumeric ? 'numeric' : undefined}>
                  {look !== undefined && <Swatch look={look} />}
                  {name?.text}
                </th>
                {values.map((cell, index) => (
                  <CellView key={index} cell={cell} column={columns[index + 1]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== undefined && <p class="note">{note}</p>}
    </div>
  );
}

function CellView({ cell: { text, heat }, column }: { readonly cell: Cell; readonly column: Column | undefined }) {
  const classes = [
    ...(column?.isNumeric ? ['numeric'] : []),
    ...(heat === undefined ? [] : [heat.isDiagonal ? 'hit' : 'miss', heatClass(heat.strength)]),
  ];
  return <td class={classes.join(' ') || undefined}>{text}</td>;
}

function PicturesView({ block, level }: { readonly block: PicturesBlock; readonly level: HeadingLevel }) {
  return (
    <div class="pictures">
      <Heading level={level}>
        <Swatch look={block.look} />
        {block.heading}
      </Heading>
      <ul>
        {block.pictures.map(({ source, alternative, lines }) => (
          <li key={alternative}>
            <img src={source} alt={alternative} width={84} height={84} />
            {lines.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
