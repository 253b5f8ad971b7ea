import { Button } from 'antd';
import { ArrowDown, ArrowUp, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui';
import { Select } from '@/ui/Select';
import type { Form, Question } from './types';
import { useAnswerText } from './useAnswerText';

type Props = {
  form: Form;
  questions: Question[];
  open: boolean;
  busy: boolean;
  onSave: (fields: string[] | null) => void;
};

/** The questions of a form in their order: moved, taken out, and others added. */
export function Questions({ form, questions, open, busy, onSave }: Props) {
  const { t } = useTranslation('customerfiles');
  const { label } = useAnswerText();
  const { fields, is_chosen } = form;
  const known = new Map(questions.map((question) => [question.field, question]));
  const named = (field: string) => label(known.get(field) ?? { field, part: 'account' });
  const move = (at: number, by: number) => {
    const next = [...fields];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    onSave(next);
  };
  const left = questions.filter((question) => !fields.includes(question.field));
  return (
    <Section
      title={t('customerfiles:asked', { count: fields.length })}
      action={
        open &&
        is_chosen && (
          <Button
            size="small"
            type="text"
            icon={<RotateCcw size={14} />}
            disabled={busy}
            onClick={() => onSave(null)}
          >
            {t('customerfiles:usual')}
          </Button>
        )
      }
    >
      <ol className="survey" aria-busy={busy}>
        {fields.map((field, at) => (
          <li key={field}>
            <span className="clip">{named(field)}</span>
            {open && (
              <span className="survey-moves">
                <button
                  type="button"
                  className="icon-button small"
                  disabled={busy || at === 0}
                  aria-label={t('customerfiles:move_up', { field: named(field) })}
                  onClick={() => move(at, -1)}
                >
                  <ArrowUp size={14} aria-hidden />
                </button>
                <button
                  type="button"
                  className="icon-button small"
                  disabled={busy || at === fields.length - 1}
                  aria-label={t('customerfiles:move_down', { field: named(field) })}
                  onClick={() => move(at, 1)}
                >
                  <ArrowDown size={14} aria-hidden />
                </button>
                <button
                  type="button"
                  className="icon-button small"
                  disabled={busy || fields.length === 1}
                  aria-label={t('customerfiles:drop', { field: named(field) })}
                  onClick={() => onSave(fields.filter((each) => each !== field))}
                >
                  <X size={14} aria-hidden />
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      {open && (
        <Select<string>
          value={undefined}
          placeholder={t('customerfiles:ask_more')}
          aria-label={t('customerfiles:ask_more')}
          showSearch={{ optionFilterProp: 'label' }}
          disabled={busy}
          style={{ width: '100%', maxWidth: 320 }}
          options={left.map((question) => ({ value: question.field, label: label(question) }))}
          onChange={(field) => field && onSave([...fields, field])}
        />
      )}
    </Section>
  );
}
