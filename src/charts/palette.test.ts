import { describe, expect, test } from 'vitest';
import { NORMALIZATIONS } from '../data/normalization';
import {
  COLORS,
  type ColorName,
  declareColors,
  IMPLEMENTATION_LOOKS,
  rateColor,
  rateColorOf,
  seriesColor,
} from './palette';
import { SIGNS } from './signs';

const declared = declareColors(Object.keys(COLORS) as ColorName[]);

describe('the palette', () => {
  test('declares every colour that it names, light and dark, once', () => {
    const names = declared.map((declaration) => declaration.split(':')[0]);
    expect(new Set(names).size).toBe(names.length);
    for (const normalization of NORMALIZATIONS) {
      expect(names.map((name) => `var(${name})`)).toContain(seriesColor(normalization));
    }
    for (const declaration of declared) {
      expect(declaration).toMatch(/^--[a-z-]+: light-dark\(#[\da-f]{6}, #[\da-f]{6}\);$/);
    }
  });

  test('no two series share a colour or a sign', () => {
    expect(
      new Set(declared.filter((text) => text.startsWith('--series-')).map((text) => text.split(': ')[1])).size,
    ).toBe(NORMALIZATIONS.length);
    expect(new Set(Object.values(SIGNS)).size).toBe(NORMALIZATIONS.length);
    expect(new Set(Object.values(IMPLEMENTATION_LOOKS).map(({ sign }) => sign)).size).toBe(
      Object.keys(IMPLEMENTATION_LOOKS).length,
    );
  });

  test('series stand out from their surface by 3 to 1, light and dark', () => {
    for (const text of declared.filter((entry) => entry.startsWith('--series-'))) {
      const [light, dark] = text.match(/#[\da-f]{6}/g) as [string, string];
      expect(contrast(light, COLORS.surface[0]), text).toBeGreaterThanOrEqual(3);
      expect(contrast(dark, COLORS.surface[1]), text).toBeGreaterThanOrEqual(3);
    }
  });

  test('the higher a rate, the lighter its colour', () => {
    const lightness = [0, 0.25, 0.5, 0.75, 1].map((rank) => {
      return [...rateColor(rank).matchAll(/oklch\(([\d.]+) /g)].map(([, value]) => Number(value));
    });
    for (const scheme of [0, 1]) {
      const values = lightness.map((pair) => pair[scheme] as number);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
      expect(new Set(values).size).toBe(values.length);
    }
    expect(rateColorOf('raw', 1)).toContain(' 0%)');
  });
});

/** (L₁ + 0.05)/(L₂ + 0.05) of relative luminances (WCAG 2.2). */
function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
