import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { MapPin, MessagesSquare, NotebookPen } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/lib';
import { Empty, RecordList } from '@/ui';
import { openLog } from './log';

const InteractionPanel = lazy(() =>
  import('./InteractionPanel').then((file) => ({ default: file.InteractionPanel })),
);

/** Every call, visit and message. */
export function InteractionList() {
  const { t } = useTranslation('interactions');
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { log?: 'log' | 'visit' };
  const mayLog = useMay('interaction', 'create');
  const { grants } = useMe();
  useEffect(() => {
    if (!search.log) return;
    if (grants.length > 0) openLog({ form: search.log });
    void navigate({
      to: '.',
      search: ((old: object) => ({ ...old, log: undefined })) as never,
      replace: true,
    });
  }, [search.log, navigate, grants.length]);
  const actions = mayLog && (
    <>
      <Button icon={<MapPin size={15} />} onClick={() => openLog({ form: 'visit' })}>
        {t('interactions:visit.new')}
      </Button>
      <Button type="primary" icon={<NotebookPen size={15} />} onClick={() => openLog({ form: 'log' })}>
        {t('interactions:log.new')}
      </Button>
    </>
  );
  return (
    <RecordList
      list="interactions"
      object="interaction"
      title={t('interactions:menu')}
      onCreate={mayLog ? () => openLog({ form: 'log' }) : undefined}
      actions={actions}
      name="account"
      quick={['channel', 'user', 'at', 'outcome', 'account']}
      tones={{
        outcome: { reached: 'jade', interested: 'blue', ordered: 'jade', refused: 'red', follow_up: 'amber' },
      }}
      card={{ badge: 'channel', meta: ['at', 'user', 'body'] }}
      builtInBulk={false}
      panel={(row, close) => (
        <Suspense>
          <InteractionPanel id={row.id} onRemoved={close} />
        </Suspense>
      )}
      empty={
        <Empty
          icon={MessagesSquare}
          title={t('interactions:empty.title')}
          text={t('interactions:empty.text')}
          action={
            mayLog ? (
              <Button type="primary" onClick={() => openLog({ form: 'log' })}>
                {t('interactions:log.new')}
              </Button>
            ) : (
              <Link to="/accounts" className="link">
                {t('customers:menu')}
              </Link>
            )
          }
        />
      }
    />
  );
}
