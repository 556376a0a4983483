import { SUITES } from '../../bench/benchFile';
import { PEERS } from '../../bench/benchOptions';
import { sayError } from '../../words/sayError';
import { type BenchOptionName, toggleIn, togglePeer } from '../state/benchForm';
import type { BenchStore } from '../state/benchStore';
import { useWords } from './languageContext';
import { Notice } from './Notice';

const PEER_HINTS: Readonly<Record<(typeof PEERS)[number], string>> = {
  tfjs: 'TensorFlow.js 4.22',
  'jax-js': 'jax-js 0.1.25',
};

/** What to measure, and beside whom. */
export function BenchOptionsPanel({ bench }: { readonly bench: BenchStore }) {
  const words = useWords();
  const { options } = words.kernelsView;
  const texts = bench.texts.value;
  const { errors } = bench.checked.value;
  const addressError = bench.addressError.value;
  const isLocked = bench.view.value.status === 'running';
  return (
    <section class="panel options" aria-labelledby="bench-options-title">
      <div class="panel-head">
        <h2 id="bench-options-title">{options.title}</h2>
      </div>
      {addressError !== undefined && (
        <Notice kind="error" testId="bench-options-error">
          {words.page.addressRefused(sayError(addressError, words))}
        </Notice>
      )}
      <form onSubmit={(event) => event.preventDefault()}>
        <fieldset class="bare" disabled={isLocked}>
          <legend class="visually-hidden">{options.legend}</legend>
          <Checks
            name="suite"
            legend={options.suites}
            values={SUITES}
            hints={options.suiteHints}
            text={texts.suite}
            error={errors.suite}
            toggle={(value) => bench.edit('suite', toggleIn(SUITES, texts.suite, value))}
          />
          <Checks
            name="peers"
            legend={options.peers}
            values={PEERS}
            hints={PEER_HINTS}
            text={texts.peers}
            error={errors.peers}
            toggle={(value) => bench.edit('peers', togglePeer(texts.peers, value))}
          />
          <Text bench={bench} name="cases" label={options.cases} hint={options.casesHint} error={errors.cases} />
          <Text bench={bench} name="budget" label={options.budget} hint={options.budgetHint} error={errors.budget} />
        </fieldset>
      </form>
    </section>
  );
}

interface ChecksProps<T extends string> {
  readonly name: BenchOptionName;
  readonly legend: string;
  readonly values: readonly T[];
  readonly hints: Readonly<Record<T, string>>;
  readonly text: string;
  readonly error: string | undefined;
  readonly toggle: (value: T) => void;
}

function Checks<T extends string>({ name, legend, values, hints, text, error, toggle }: ChecksProps<T>) {
  const chosen = text.split(',');
  return (
    <fieldset class="normalizations" aria-describedby={`bench-${name}-error`}>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="check" for={`bench-${name}-${value}`}>
          <input
            id={`bench-${name}-${value}`}
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
          <span class="check-name">{value}</span>
          <span class="formula">{hints[value]}</span>
        </label>
      ))}
      <FieldError name={name} error={error} />
    </fieldset>
  );
}

interface TextProps {
  readonly bench: BenchStore;
  readonly name: 'cases' | 'budget';
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
}

function Text({ bench, name, label, hint, error }: TextProps) {
  const id = `bench-${name}`;
  return (
    <div class="field">
      <div class="field-text">
        <label for={id}>{label}</label>
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      </div>
      <input
        id={id}
        name={name}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={bench.texts.value[name]}
        aria-describedby={`${id}-hint ${id}-error`}
        aria-invalid={error !== undefined}
        onInput={(event) => bench.edit(name, event.currentTarget.value)}
      />
      <FieldError name={name} error={error} />
    </div>
  );
}

/** Stays in the page when empty, so that a screen reader announces what comes into it. */
function FieldError({ name, error }: { readonly name: BenchOptionName; readonly error: string | undefined }) {
  return (
    <p class="field-error" id={`bench-${name}-error`} role="alert" data-testid={`bench-error-${name}`}>
      {error}
    </p>
  );
}
