import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import './refs.css';
import { RefSelect } from './RefSelect';

type Props = {
  /** The list searched. */
  list: string;
  value?: Ref[];
  onChange?: (value: Ref[]) => void;
  /** What the box is for in which the next is looked for. */
  label: string;
  /** One that is not offered. */
  except?: string;
};

/** Several records of another list, in the order in which they were chosen. */
export function RefsInput({ list, value = [], onChange, label, except }: Props) {
  const { t } = useTranslation('ui');
  return (
    <>
      {value.length > 0 && (
        <ul className="refs-input">
          {value.map((ref) => (
            <li key={ref.id}>
              <span className="clip">{ref.name}</span>
              <button
                type="button"
                className="icon-button"
                aria-label={t('ui:leave_out', { name: ref.name })}
                onClick={() => onChange?.(value.filter(({ id }) => id !== ref.id))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <RefSelect
        list={list}
        except={except}
        label={label}
        placeholder={label}
        value={null}
        onChange={(ref) => {
          if (ref && !value.some(({ id }) => id === ref.id)) onChange?.([...value, ref]);
        }}
      />
    </>
  );
}
