import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './conflict.css';
import type { AskedConflict } from './conflict';
import { Dialog } from './Dialog';

const SIDES = ['theirs', 'mine'] as const;

/** Somebody else saved first: for each field both changed, whose value shall stay? */
export function ConflictDialog({ asked }: { asked: AskedConflict }) {
  const { t } = useTranslation('ui');
  const { fields, original } = asked;
  const [theirs, setTheirs] = useState<string[]>([]);
  const choose = (key: string, side: (typeof SIDES)[number]) => {
    const others = theirs.filter((each) => each !== key);
    setTheirs(side === 'theirs' ? [...others, key] : others);
  };
  return (
    <Dialog
      width={680}
      title={t('ui:conflict.title')}
      okText={t('ui:conflict.save')}
      cancelText={t('ui:conflict.back')}
      onOk={() => asked.answer(theirs)}
      onCancel={() => asked.answer(null)}
    >
      <p className="muted">{t('ui:conflict.text')}</p>
      <table className="conflict">
        <thead>
          <tr>
            <th scope="col">{t('ui:filter.field')}</th>
            <th scope="col">{t('ui:conflict.original')}</th>
            {SIDES.map((side) => (
              <th key={side} scope="col">
                {t(`ui:conflict.${side}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ key, label, show }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td className="muted" data-label={t('ui:conflict.original')}>
                {show(original[key])}
              </td>
              {SIDES.map((side) => (
                <td key={side} data-label={t(`ui:conflict.${side}`)}>
                  <label>
                    <input
                      type="radio"
                      name={`conflict-${key}`}
                      checked={theirs.includes(key) === (side === 'theirs')}
                      onChange={() => choose(key, side)}
                    />
                    <span>{show(asked[side][key])}</span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
