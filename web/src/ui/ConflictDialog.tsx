import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './conflict.css';

export type ConflictField = { key: string; label: string; show: (value: unknown) => ReactNode };
type Values = Record<string, unknown>;

type Props = {
  fields: ConflictField[];
  original: Values;
  mine: Values;
  theirs: Values;
  onResolve: (values: Values) => void;
  onCancel: () => void;
};

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Somebody else saved first: for each field both changed, whose value shall stay? */
export function ConflictDialog({ fields, original, mine, theirs, onResolve, onCancel }: Props) {
  const { t } = useTranslation('ui');
  const theirChanges = fields.filter(({ key }) => !same(theirs[key], original[key]));
  const contested = theirChanges.filter(
    ({ key }) => !same(mine[key], original[key]) && !same(mine[key], theirs[key]),
  );
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>({});
  const resolve = () => {
    // What only they changed is theirs; what only I changed stays mine without being asked about.
    const taken = theirChanges.filter(
      ({ key }) => !contested.some((field) => field.key === key) || choice[key] === 'theirs',
    );
    onResolve(Object.fromEntries(taken.map(({ key }) => [key, theirs[key]])));
  };
  return (
    <Modal
      open
      width={680}
      title={t('ui:conflict.title')}
      okText={t('ui:conflict.save')}
      cancelText={t('ui:conflict.back')}
      onOk={resolve}
      onCancel={onCancel}
    >
      <p className="muted">{t(contested.length > 0 ? 'ui:conflict.text' : 'ui:conflict.text_none')}</p>
      {contested.length > 0 && (
        <table className="conflict">
          <thead>
            <tr>
              <th scope="col">{t('ui:filter.field')}</th>
              <th scope="col">{t('ui:conflict.original')}</th>
              <th scope="col">{t('ui:conflict.theirs')}</th>
              <th scope="col">{t('ui:conflict.mine')}</th>
            </tr>
          </thead>
          <tbody>
            {contested.map(({ key, label, show }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td className="muted">{show(original[key])}</td>
                {(['theirs', 'mine'] as const).map((side) => (
                  <td key={side}>
                    <label>
                      <input
                        type="radio"
                        name={`conflict-${key}`}
                        checked={(choice[key] ?? 'mine') === side}
                        onChange={() => setChoice({ ...choice, [key]: side })}
                      />
                      <span>{show(side === 'mine' ? mine[key] : theirs[key])}</span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  );
}
