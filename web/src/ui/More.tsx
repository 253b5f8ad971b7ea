import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { slow } from './slow';

type Props = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
};

/** Asks for the next page of what stands beneath a record; nothing on the last. */
export function More({ query }: Props) {
  const { t } = useTranslation('ui');
  if (!query.hasNextPage) return null;
  return (
    <Button
      type="text"
      block
      loading={slow(query.isFetchingNextPage)}
      onClick={() => void query.fetchNextPage()}
    >
      {t('ui:load_more')}
    </Button>
  );
}
