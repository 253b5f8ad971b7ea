import { FileDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { API } from '@/api';
import { useListName, useMe } from '@/lib';
import { Select } from '@/ui/Select';
import { IMPORT_KINDS, TRADES } from './types';

/** Templates to be filled in, with an example of one's trade. */
export function ImportTemplate() {
  const { t } = useTranslation('admin');
  const { workspace } = useMe();
  const listName = useListName();
  const label = useId();
  const [trade, setTrade] = useState<string>(workspace.trade);
  const trades = TRADES.map((value) => ({ value, label: t(`staff:trade.${value}`) }));
  return (
    <section className="import-template" aria-labelledby={label}>
      <strong id={label}>{t('admin:import.template')}</strong>
      <Select
        size="small"
        value={trade}
        aria-label={t('admin:import.template_trade')}
        popupMatchSelectWidth={false}
        options={trades}
        onChange={setTrade}
      />
      {IMPORT_KINDS.map((kind) => (
        <a
          key={kind}
          className="link"
          href={`${API}/imports/template?kind=${kind}&trade=${trade}`}
          download
          aria-label={t('admin:import.template_of', {
            what: listName(kind),
            trade: t(`staff:trade.${trade}`),
          })}
        >
          <FileDown size={15} aria-hidden />
          {listName(kind)}
        </a>
      ))}
      <small className="muted">{t('admin:import.template_text')}</small>
    </section>
  );
}
