/** What stands where there is no figure. */
export const NO_FIGURE = '–';

/** A number that may not be known yet, or may not be finite. */
export type Figure = number | null | undefined;

/**
 * Numbers as one language writes them, the same on the page, in the terminal and in the report. A figure that is
 * `undefined` is not known yet; one that is `null` was not finite.
 */
export interface Numbers {
  /** 12,345 */
  count(value: number): string;
  /** A share 0…1 with four decimals: 0.8860. */
  share(value: Figure): string;
  /** A share as a percentage with one decimal: 12.3 %. */
  percent(value: Figure): string;
  /** Four decimals below 10, two below 10,000, then powers of ten. */
  loss(value: Figure): string;
  /** A probability as a percentage with two decimals, which never rounds to certainty. */
  confidence(value: number): string;
  /** Three significant digits; powers of ten where it is very small or large. */
  figure(value: Figure): string;
  /** A speed, as `figure` writes it; one of nothing was not measured. */
  rate(value: Figure): string;
  /** A number for each step, whole where it is: 12, 0.0128. */
  amount(value: number): string;
  /** How many times one is the other: two significant digits, whole from 10 on. */
  times(value: number): string;
  /** A p-value: four decimals, at least 0.0001. */
  probability(value: number): string;
  /** 0.001 · 3.16 × 10⁻⁵ */
  learningRate(value: number): string;
  /** With as many decimals as `finest` needs for two digits, four to twelve of them. */
  difference(value: number, finest: number): string;
  /** Four decimals and always a sign: +0.0123. */
  signed(value: number): string;
  /** One decimal, none where it is whole: a mean of epochs. */
  epoch(value: number): string;
  /** As short as a tick of an axis can be, in powers of ten where it is very small or large. */
  tick(value: number): string;
  tickPercent(value: number): string;
  /** 10⁻³ */
  tickPower(value: number): string;
  /** 8 s · 2 min 05 s · 1 h 12 min */
  duration(milliseconds: number | undefined): string;
  /** In Coordinated Universal Time, so that a report is the same wherever it is made. */
  instant(isoTimestamp: string): string;
}

const MIN_DECIMALS = 4;
const MAX_DECIMALS = 12;
/** From here on losses and their differences are written in powers of ten. */
const LARGE = 10_000;

export function numbersOf(locale: string, notFinite: string): Numbers {
  const fixed = (value: number, decimals: number) =>
    typeset(
      new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
        // Without the sign of a zero.
        Number(value.toFixed(decimals)) === 0 ? 0 : value,
      ),
    );
  const significant = (value: number, digits: number) =>
    typeset(
      new Intl.NumberFormat(locale, { minimumSignificantDigits: digits, maximumSignificantDigits: digits }).format(
        value,
      ),
    );
  const powerOfTen = (value: number, decimals: number) => {
    const [mantissa = '', exponent = '0'] = value.toExponential(decimals).split('e');
    const power = superscript(Number(exponent));
    return Number(mantissa) === 1 ? `10${power}` : `${fixed(Number(mantissa), decimals)}\u00a0×\u00a010${power}`;
  };
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: true });
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const orNot = (format: (value: number) => string) => (value: Figure) => {
    if (value === undefined) {
      return NO_FIGURE;
    }
    return value === null || !Number.isFinite(value) ? notFinite : format(value);
  };
  const figure = orNot((value) => {
    const size = Math.abs(value);
    return size !== 0 && (size < 1e-4 || size >= 1e5) ? powerOfTen(value, 2) : significant(value, 3);
  });

  return {
    count: (value) => typeset(whole.format(value)),
    share: orNot((value) => fixed(value, 4)),
    percent: orNot((value) => `${fixed(100 * value, 1)}\u00a0%`),
    confidence: (value) =>
      value < 1 && value > 0.9999 ? `>\u00a0${fixed(99.99, 2)}\u00a0%` : `${fixed(100 * value, 2)}\u00a0%`,
    loss: orNot((value) => {
      if (Math.abs(value) < 10) {
        return fixed(value, 4);
      }
      return Math.abs(value) < LARGE ? fixed(value, 2) : powerOfTen(value, 2);
    }),
    figure,
    rate: (value) => (Number.isFinite(value) && Number(value) > 0 ? figure(value) : NO_FIGURE),
    amount: (value) => (Number.isInteger(value) ? typeset(whole.format(value)) : figure(value)),
    times: (value) => (value < 10 ? significant(value, 2) : typeset(whole.format(Number(value.toPrecision(2))))),
    probability: (value) => (value < 1e-4 ? `<\u00a0${fixed(1e-4, 4)}` : fixed(value, 4)),
    learningRate: (value) => (value < 1e-3 ? powerOfTen(value, trailingDecimals(value)) : short.format(value)),
    difference: (value, finest) => {
      if (Math.abs(value) >= LARGE) {
        return powerOfTen(value, 2);
      }
      const needed = finest > 0 ? 1 - Math.floor(Math.log10(finest)) : 0;
      return fixed(value, Math.min(Math.max(MIN_DECIMALS, needed), MAX_DECIMALS));
    },
    signed: (value) =>
      `${value > 0 && Number(value.toFixed(4)) > 0 ? '+' : ''}${Math.abs(value) >= LARGE ? powerOfTen(value, 2) : fixed(value, 4)}`,
    epoch: (value) => oneDecimal.format(value),
    tick: (value) =>
      value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e5)
        ? powerOfTen(value, 0)
        : typeset(short.format(value)),
    tickPercent: (value) => `${typeset(oneDecimal.format(100 * value))}\u00a0%`,
    tickPower: (value) => powerOfTen(value, 0),
    duration: (milliseconds) =>
      milliseconds !== undefined && Number.isFinite(milliseconds) && milliseconds >= 0
        ? formatDuration(milliseconds / 1000, (value) => typeset(whole.format(value)))
        : NO_FIGURE,
    instant: (isoTimestamp) => `${dates.format(new Date(isoTimestamp))} UTC`,
  };
}

/** How many decimals a mantissa needs, two at most: 1e-5 none, 3.16e-5 two. */
function trailingDecimals(value: number): number {
  const [mantissa = ''] = value.toExponential(2).split('e');
  return mantissa.replace(/\.?0+$/, '').split('.')[1]?.length ?? 0;
}

function superscript(exponent: number): string {
  return String(exponent)
    .split('')
    .map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(sign))))
    .join('');
}

/** U+2212 for minus. */
function typeset(text: string): string {
  return text.replace('-', '−');
}

function formatDuration(seconds: number, count: (value: number) => string): string {
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${seconds < 1 ? '< 1' : whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
    : `${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** What a value is written as, or the sign for no figure where there is none. */
export function formatOrNone(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? NO_FIGURE : format(value);
}
