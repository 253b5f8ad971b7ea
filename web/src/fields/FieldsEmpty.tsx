import { TextCursorInput } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui';
import { EXAMPLES, type Start } from './examples';
import { iconOf } from './typeIcons';

/** What one's own fields are good for, with a few that many begin with, a press away. */
export function FieldsEmpty({ list, onStart }: { list: string; onStart?: (start: Start) => void }) {
  const { t } = useTranslation('fields');
  return (
    <Empty
      icon={TextCursorInput}
      title={t('fields:empty.title')}
      text={t('fields:empty.text')}
      action={
        onStart && (
          <ul className="field-examples">
            {EXAMPLES[list]?.map((start) => {
              const Icon = iconOf(start.kind.type);
              return (
                <li key={start.text}>
                  <button type="button" onClick={() => onStart(start)}>
                    <Icon size={16} aria-hidden />
                    <strong>{t(`fields:example.${start.text}`)}</strong>
                    <span className="muted">{t(`fields:example.${start.text}_why`)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        )
      }
    />
  );
}
