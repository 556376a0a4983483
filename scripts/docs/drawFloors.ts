/** One row of the picture: a floor, what is said of it, and the names of the rows that it imports. */
export interface Row {
  readonly name: string;
  readonly says: string;
  readonly imports: readonly string[];
}

const BOX = { width: 78, height: 26 };
const PITCH = { x: 52, y: 40 };
/** Room for the sentence beside the topmost box. */
const LEFT = 380;
const TOP = 44;
const GAP = 10;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .name { font-weight: 600; text-anchor: middle }
  .says { text-anchor: end; fill: #59636e }
  .box { fill: #eef2f6; stroke: #59636e }
  .line { fill: none; stroke: #8c959f }
  .dot, .head { fill: #1f2328 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .says { fill: #9198a1 }
    .box { fill: #212830; stroke: #9198a1 }
    .line { stroke: #656c76 }
    .dot, .head { fill: #f0f6fc }
  }
`;

/**
 * The floors as a staircase, highest first. From each box a line goes to the right; a dot on it is an import of the
 * floor whose box is straight below. All imports point down if none is left over.
 * @returns SVG; the same bytes for the same rows.
 * @throws Error for an import that points up or to no row.
 */
export function drawFloors(rows: readonly Row[]): string {
  const height = TOP + rows.length * PITCH.y;
  const width = LEFT + (rows.length - 1) * PITCH.x + BOX.width + GAP;
  const places = new Map(rows.map(({ name }, i) => [name, { x: LEFT + i * PITCH.x, y: TOP + i * PITCH.y }]));
  const placeOf = (name: string, importer: Row) => {
    const place = places.get(name);
    const from = places.get(importer.name);
    if (place === undefined || from === undefined || place.y <= from.y) {
      throw new Error(`src/${importer.name} imports src/${name}, which is not below it.`);
    }
    return { ...place, center: place.x + BOX.width / 2 };
  };

  const lines = rows.flatMap((row, i) => {
    const y = TOP + i * PITCH.y + BOX.height / 2;
    const centers = row.imports.map((name) => placeOf(name, row).center);
    const end = Math.max(...centers);
    const start = LEFT + i * PITCH.x + BOX.width;
    return centers.length === 0 ? [] : [`<path class="line" d="M${start} ${y}H${end}"/>`];
  });
  const columns = rows.flatMap(({ name }, i) => {
    const importer = rows.findIndex(({ imports }) => imports.includes(name));
    const x = LEFT + i * PITCH.x + BOX.width / 2;
    const bottom = TOP + i * PITCH.y;
    return importer === -1
      ? []
      : [
          `<path class="line" d="M${x} ${TOP + importer * PITCH.y + BOX.height / 2}V${bottom - 6}"/>`,
          `<path class="head" d="M${x - 4} ${bottom - 8}h8l-4 8z"/>`,
        ];
  });
  const dots = rows.flatMap((row, i) =>
    row.imports.map((name) => {
      const y = TOP + i * PITCH.y + BOX.height / 2;
      return `<circle class="dot" cx="${placeOf(name, row).center}" cy="${y}" r="3.5"><title>${row.name} imports ${name}</title></circle>`;
    }),
  );
  const boxes = rows.flatMap(({ name, says }, i) => {
    const x = LEFT + i * PITCH.x;
    const y = TOP + i * PITCH.y;
    const baseline = y + BOX.height / 2 + 4.5;
    return [
      `<rect class="box" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="4"/>`,
      `<text class="name" x="${x + BOX.width / 2}" y="${baseline}">${name}</text>`,
      `<text class="says" x="${x - GAP}" y="${baseline}">${says}</text>`,
    ];
  });

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">The floors of src/ from the highest to the lowest, and which imports which</title>',
    `<style>${STYLE}</style>`,
    `<text x="${GAP}" y="20">A dot: the floor of its row imports the floor at the foot of its column. No import points up.</text>`,
    ...lines,
    ...columns,
    ...dots,
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
}
