import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRecord, useRemove } from '@/api';
import { toast, useFormat, useLabels, useShowProblem } from '@/lib';
import { confirm, ErrorState, KeyValue } from '@/ui';
import { InteractionFacts } from './InteractionFacts';
import { openLog } from './log';
import type { Interaction } from './types';

/** One contact in full, beside the list. */
export function InteractionPanel({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const format = useFormat();
  const showProblem = useShowProblem();
  const query = useRecord<Interaction>('interactions', id);
  const remove = useRemove('interactions');
  const record = query.data;
  if (query.error && !record) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!record) return <i className="bone" style={{ height: 160, marginTop: 12 }} />;
  const drop = async () => {
    const yes = await confirm({
      title: t('interactions:log.remove_title'),
      text: t('interactions:log.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          toast(t('interactions:log.removed'));
          onRemoved();
        },
        onError: showProblem,
      },
    );
  };
  const label = (key: string) => t(`interactions:interactions.fields.${key}`);
  return (
    <div className="log-panel">
      {record.body && <p className="timeline-text">{record.body}</p>}
      <InteractionFacts record={record} />
      <KeyValue
        items={[
          {
            key: 'account',
            label: label('account'),
            value: record.account && (
              <Link to="/accounts/$id" params={{ id: record.account.id }} className="link">
                {record.account.name}
              </Link>
            ),
          },
          {
            key: 'contact',
            label: label('contact'),
            value: record.contact && (
              <Link to="/contacts/$id" params={{ id: record.contact.id }} className="link">
                {record.contact.name}
              </Link>
            ),
          },
          {
            key: 'others',
            label: t('interactions:others'),
            value:
              record.others.length > 0 &&
              record.others.map((ref, index) => (
                <span key={ref.id}>
                  {index > 0 && t('ui:comma')}
                  <Link to="/contacts/$id" params={{ id: ref.id }} className="link">
                    {ref.name}
                  </Link>
                </span>
              )),
          },
          { key: 'user', label: label('user'), value: record.user?.name },
          { key: 'channel', label: label('channel'), value: labels.choice('channel', record.channel) },
          {
            key: 'direction',
            label: label('direction'),
            value: labels.choice('direction', record.direction),
          },
          { key: 'two_way', label: label('two_way'), value: t(record.two_way ? 'ui:yes' : 'ui:no') },
          { key: 'at', label: label('at'), value: format.date(record.at) },
          {
            key: 'minutes',
            label: label('minutes'),
            value: record.minutes ? format.number(record.minutes) : undefined,
          },
        ]}
      />
      {(record.may_change || record.may_remove) && (
        <div className="form-foot">
          {record.may_change && (
            <Button onClick={() => openLog({ form: 'log', record })}>{t('interactions:log.edit')}</Button>
          )}
          {record.may_remove && (
            <Button danger type="text" onClick={() => void drop()}>
              {t('ui:delete')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
