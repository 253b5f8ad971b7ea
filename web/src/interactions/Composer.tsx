import { MapPin, MessageSquareText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useLabels, useMay } from '@/lib';
import { FormHost, useFormHost } from '@/ui/leave';
import { channelIcon } from './channels';
import './log.css';
import { openLog } from './log';

const InteractionForm = lazy(() =>
  import('./InteractionForm').then((file) => ({ default: file.InteractionForm })),
);
const CommentForm = lazy(() => import('./CommentForm').then((file) => ({ default: file.CommentForm })));

const FIRST = ['phone', 'wechat', 'email'];

type Mode = { kind: 'log'; channel: string } | { kind: 'comment' };

/** On top of a timeline: one press opens the form of what just happened. */
export function Composer({ account }: { account: Ref }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const mayLog = useMay('interaction', 'create');
  const [mode, setMode] = useState<Mode | null>(null);
  const close = () => setMode(null);
  const host = useFormHost(close);
  if (!mayLog) return null;
  if (mode) {
    return (
      <div className="composer open">
        <Suspense fallback={<i className="bone" style={{ height: 180 }} />}>
          {mode.kind === 'comment' ? (
            <CommentForm account={account.id} onDone={close} />
          ) : (
            <FormHost value={host}>
              <InteractionForm account={account} channel={mode.channel} onSaved={close} onCancel={close} />
            </FormHost>
          )}
        </Suspense>
      </div>
    );
  }
  return (
    <div className="composer">
      <button
        type="button"
        className="composer-line"
        onClick={() => setMode({ kind: 'log', channel: 'phone' })}
      >
        {t('interactions:composer.hint')}
      </button>
      <div className="composer-kinds">
        {FIRST.map((channel) => {
          const Icon = channelIcon(channel);
          return (
            <button key={channel} type="button" onClick={() => setMode({ kind: 'log', channel })}>
              <Icon size={15} aria-hidden />
              {labels.choice('channel', channel)}
            </button>
          );
        })}
        <button type="button" onClick={() => openLog({ form: 'visit', account })}>
          <MapPin size={15} aria-hidden />
          {labels.choice('channel', 'visit')}
        </button>
        <button type="button" onClick={() => setMode({ kind: 'comment' })}>
          <MessageSquareText size={15} aria-hidden />
          {t('interactions:comment.label')}
        </button>
      </div>
    </div>
  );
}
