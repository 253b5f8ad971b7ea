import { useTranslation } from 'react-i18next';
import type { FieldRight } from './types';
import { useFieldLabel } from './useFieldLabel';

/** Which fields a role hides, masks or leaves to be looked at, in words. */
export function FieldRightTable({ fields }: { fields: FieldRight[] }) {
  const { t } = useTranslation('rights');
  const labelOf = useFieldLabel();
  if (fields.length === 0) return <span className="muted">{t('rights:no_rules')}</span>;
  const groups = [...new Set(fields.map(({ object, access }) => `${object} ${access}`))];
  return (
    <ul className="field-right-lines">
      {groups.map((group) => {
        const [object = '', access = ''] = group.split(' ');
        const labels = fields
          .filter((field) => field.object === object && field.access === access)
          .map((field) => labelOf(object, field.field));
        return (
          <li key={group}>
            <span className="muted">
              {t(`rights:object.${object}`)} · {t(`rights:access.${access}`)}
            </span>{' '}
            {labels.join(t('ui:comma'))}
          </li>
        );
      })}
    </ul>
  );
}
