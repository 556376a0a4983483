import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { linkShader, type ShaderConstants, specializeShader } from './shaderSource';

const CONSTANTS = `const WIDTH: u32 = 4u;
const OFFSET: i32 = 0;
const RATE: f32 = 1.0f;
const IS_WIDE: bool = false;
`;

function refusalOf(specialize: () => string): string {
  try {
    specialize();
  } catch (error) {
    expect(error).toBeInstanceOf(WeftError);
    expect((error as WeftError).code).toBe('shader-error');
    return (error as WeftError).message;
  }
  throw new Error('The shader was accepted.');
}

/** A marked loop over `bound` around one statement, after the constants. */
function loopShader(bound: string): string {
  return `const COUNT: u32 = 3u;\n// @unroll\nfor (var i = 0u; i < ${bound}; i++) {\n  sum += values[i];\n}\nend();`;
}

const linesOf = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('constants', () => {
  it('are written in the form of their type', () => {
    const code = specializeShader(CONSTANTS, { WIDTH: 12, OFFSET: -3, RATE: 0.25, IS_WIDE: true });
    expect(linesOf(code)).toEqual([
      'const WIDTH: u32 = 12u;',
      'const OFFSET: i32 = -3;',
      'const RATE: f32 = 0.25f;',
      'const IS_WIDE: bool = true;',
    ]);
  });

  it.each([
    [0, '0.0f'],
    [2, '2.0f'],
    [1e-7, '1e-7f'],
    [-0.5, '-0.5f'],
  ])('of type f32 stay floating-point numbers: %d', (value, text) => {
    expect(specializeShader(CONSTANTS, { RATE: value })).toContain(`const RATE: f32 = ${text};`);
  });

  it('that the host does not set keep their defaults', () => {
    expect(specializeShader(CONSTANTS, {})).toBe(CONSTANTS);
    expect(specializeShader(CONSTANTS, { WIDTH: 1 })).toContain('const RATE: f32 = 1.0f;');
  });

  it('that the shader lacks are refused by name', () => {
    expect(refusalOf(() => specializeShader(CONSTANTS, { HEIGHT: 1 }))).toContain('const HEIGHT');
    expect(refusalOf(() => specializeShader(CONSTANTS, { WID: 1 }))).toContain('const WID:');
  });
});

describe('a marked loop', () => {
  it('becomes one block a turn, with the variable replaced by its value', () => {
    expect(linesOf(specializeShader(loopShader('2u'), {}))).toEqual([
      'const COUNT: u32 = 3u;',
      '{',
      'sum += values[0u];',
      '}',
      '{',
      'sum += values[1u];',
      '}',
      'end();',
    ]);
  });

  it('takes its bound from a constant of the shader, as the host sets it', () => {
    const turns = (code: string) => code.match(/values\[\d+u\]/g);
    expect(turns(specializeShader(loopShader('COUNT'), {}))).toHaveLength(3);
    expect(turns(specializeShader(loopShader('COUNT'), { COUNT: 5 }))).toHaveLength(5);
  });

  it('vanishes when it has no turns', () => {
    expect(linesOf(specializeShader(loopShader('COUNT'), { COUNT: 0 }))).toEqual(['const COUNT: u32 = 0u;', 'end();']);
  });

  it('is unrolled inside of another one, and leaves unmarked loops inside alone', () => {
    const source = `// @unroll
for (var i = 0u; i < 2u; i++) {
  for (var k = 0u; k < 9u; k++) {
    // @unroll
    for (var j = 0u; j < 2u; j++) {
      sums[i][j] += k * ij;
    }
  }
}`;
    const code = specializeShader(source, {});
    expect(code.match(/for \(var k = 0u; k < 9u; k\+\+\)/g)).toHaveLength(2);
    expect(code.match(/sums\S+ \+= k \* ij;/g)).toEqual([
      'sums[0u][0u] += k * ij;',
      'sums[0u][1u] += k * ij;',
      'sums[1u][0u] += k * ij;',
      'sums[1u][1u] += k * ij;',
    ]);
  });

  it('vanishes with everything inside when the outer one has no turns', () => {
    const source =
      '// @unroll\nfor (var i = 0u; i < 0u; i++) {\n// @unroll\nfor (var j = 0u; j < 2u; j++) {\nx();\n}\n}';
    expect(linesOf(specializeShader(source, {}))).toEqual([]);
  });

  it.each([
    ['another step', '// @unroll\nfor (var i = 0u; i < 4u; i += 2u) {\n}'],
    ['another start', '// @unroll\nfor (var i = 1u; i < 4u; i++) {\n}'],
    ['another comparison', '// @unroll\nfor (var i = 0u; i <= 4u; i++) {\n}'],
    ['another statement', '// @unroll\nlet x = 1u;'],
    ['two variables', '// @unroll\nfor (var i = 0u; j < 4u; i++) {\n}'],
    [
      'the variable of the loop around it',
      loopShader('2u').replace('sum', '// @unroll\nfor (var i = 0u; i < 2u; i++) {}\nsum'),
    ],
  ])('with %s is refused', (_, source) => {
    expect(refusalOf(() => specializeShader(source, {}))).toContain('@unroll');
  });

  it('whose bound is no constant is refused by the bound', () => {
    expect(refusalOf(() => specializeShader(loopShader('count'), {}))).toContain('bound count');
  });

  it('that is not closed is refused', () => {
    expect(refusalOf(() => specializeShader('// @unroll\nfor (var i = 0u; i < 2u; i++) { {x();}', {}))).toContain(
      'brace',
    );
  });
});

it('unrolls a small shader into this text', () => {
  const source = `const ROWS: u32 = 4u;
@compute @workgroup_size(1)
fn main() {
  var sum = 0.0;
  // @unroll
  for (var row = 0u; row < ROWS; row++) {
    // @unroll
    for (var col = 0u; col < 2u; col++) {
      sum += a[row * 2u + col];
    }
  }
  out[0] = sum;
}
`;
  expect(specializeShader(source, { ROWS: 2 })).toMatchInlineSnapshot(`
    "const ROWS: u32 = 2u;
    @compute @workgroup_size(1)
    fn main() {
      var sum = 0.0;
    {
    {
          sum += a[0u * 2u + 0u];
        }
    {
          sum += a[0u * 2u + 1u];
        }
      }
    {
    {
          sum += a[1u * 2u + 0u];
        }
    {
          sum += a[1u * 2u + 1u];
        }
      }
      out[0] = sum;
    }
    "
  `);
});

it('leaves out an optional block whose constant is false, and keeps the others', () => {
  const source = `const HAS_A: bool = true;
const HAS_B: bool = true;
// @if HAS_A
let a = 1;
// @endif
  // @if HAS_B
  let b = 2;
  // @endif
`;
  expect(specializeShader(source, { HAS_B: false })).toBe(
    'const HAS_A: bool = true;\nconst HAS_B: bool = false;\nlet a = 1;\n',
  );
});

it('refuses an optional block of an unknown constant', () => {
  expect(() => specializeShader('// @if HAS_C\nlet c = 3;\n// @endif\n', {})).toThrow('HAS_C');
});

it('takes what stands after @else where the constant is false', () => {
  const source = `const IS_WIDE: bool = true;
// @if IS_WIDE
alias Value = vec4f;
// @else
alias Value = f32;
// @endif
end();
`;
  expect(specializeShader(source, {})).toBe('const IS_WIDE: bool = true;\nalias Value = vec4f;\nend();\n');
  expect(specializeShader(source, { IS_WIDE: false })).toBe(
    'const IS_WIDE: bool = false;\nalias Value = f32;\nend();\n',
  );
});

it('takes blocks in blocks, and refuses one that does not end or does not begin', () => {
  const source = `const HAS_A: bool = true;
const HAS_B: bool = true;
// @if HAS_A
a();
// @if HAS_B
ab();
// @else
a_only();
// @endif
// @else
none();
// @endif
end();
`;
  const bodyOf = (constants: ShaderConstants) => specializeShader(source, constants).split('\n').slice(2, -1);
  expect(bodyOf({})).toEqual(['a();', 'ab();', 'end();']);
  expect(bodyOf({ HAS_B: false })).toEqual(['a();', 'a_only();', 'end();']);
  expect(bodyOf({ HAS_A: false })).toEqual(['none();', 'end();']);
  expect(() => specializeShader(source.replace('// @endif\nend', 'end'), {})).toThrow('no "// @endif"');
  expect(() => specializeShader(`${source}// @else\n`, {})).toThrow('outside of every "// @if"');
});

describe('linkShader', () => {
  const SOURCE = '// @import batch\n\nfn main() {}\n';

  it('puts modules in the place of their imports', () => {
    expect(linkShader(SOURCE, { batch: 'struct Batch {}\n' })).toBe('struct Batch {}\n\nfn main() {}\n');
  });

  it('refuses an import without its module, by name', () => {
    expect(refusalOf(() => linkShader(SOURCE, { other: '' }))).toContain('imports "batch", and is given other');
  });

  it('refuses a module that is not imported, by name', () => {
    expect(refusalOf(() => linkShader(SOURCE, { batch: '', other: '' }))).toContain('@import other');
  });
});
