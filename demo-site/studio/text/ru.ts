import type { Dictionary } from './en.ts';
import { watchRu } from './watch.ru.ts';

const plural = new Intl.PluralRules('ru');
function counted(n: number, one: string, few: string, many: string): string {
  const form = plural.select(n);
  return `${n.toLocaleString('ru')} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

export const ru: Dictionary = {
  title: 'Эфир',
  studio: 'Студия',
  subtitle: 'Что посетители делают в магазине прямо сейчас.',
  language: 'Язык',
  rooms: 'Разделы',

  connection: { connecting: 'Подключение…', live: 'В эфире', lost: 'Нет связи', paused: 'Пауза' },
  lostTitle: 'Нет связи с коллектором',
  lostText: (seconds) => (seconds > 0 ? `Пока её нет, список стоит на месте. Повтор через ${seconds} с.` : 'Пробуем снова…'),
  tryNow: 'Повторить сейчас',
  historyFailed: 'Не удалось загрузить более ранние события.',

  pause: 'Пауза',
  resume: 'Продолжить',
  waiting: (n) => counted(n, 'новое событие', 'новых события', 'новых событий'),

  counters: { label: 'За последние 5 минут', events: 'События', visitors: 'Посетители', sessions: 'Сессии', campaigns: 'Показы кампаний', rate: 'События за последние 5 минут' },

  filters: { label: 'Фильтры', text: 'Поиск', textHint: 'Событие, товар, сегмент, кампания…', visitor: 'Посетитель', anyVisitor: 'Все посетители', type: 'Тип', clear: 'Сбросить фильтры' },
  groups: { all: 'Все', page: 'Страницы', track: 'Действия', identify: 'Профили', campaign: 'Кампании', rejected: 'Отклонённые' },

  columns: { time: 'Время', event: 'Событие', visitor: 'Посетитель', session: 'Сессия', segments: 'Сегменты', campaign: 'Кампания' },
  types: { track: 'Действие', page: 'Страница', screen: 'Экран', identify: 'Профиль', group: 'Группа', alias: 'Псевдоним', campaign: 'Кампания', rejected: 'Отклонено' },
  typeNames: { page: 'Просмотр страницы', screen: 'Просмотр экрана', identify: 'Посетитель опознан', group: 'Вошёл в группу', alias: 'Профили объединены' },
  outcomes: { shown: 'Показ', clicked: 'Клик', closed: 'Закрыта', converted: 'Конверсия' },
  session: (n) => `№ ${n}`,
  seenBefore: 'Показана раньше в этой сессии',
  more: (n) => `+${n}`,
  events: 'События',
  showing: (n) => counted(n, 'событие', 'события', 'событий'),
  earlier: 'Показать более ранние',
  loading: 'Загрузка…',

  empty: {
    title: 'Ждём первое событие',
    text: 'События появляются здесь через секунду после действия посетителя.',
    shop: 'Откройте магазин в другой вкладке и посмотрите товар.',
    consent: 'Если магазин спросит, разрешите аналитику: до согласия ничего не отправляется.',
    test: 'Или отправьте пробное событие из терминала:',
    copy: 'Копировать', copied: 'Скопировано',
  },
  nothing: { title: 'Подходящих событий нет', text: 'Измените фильтры или подождите: новые подходящие события появятся здесь.' },

  details: {
    label: 'Событие', close: 'Закрыть', occurred: 'Произошло', received: 'Получено', corrected: 'Часы поправлены',
    correctedBy: (text) => `Часы посетителя неверны, на них было ${text}`,
    visitor: 'Посетитель', user: 'Пользователь', session: 'Сессия', page: 'Страница', segments: 'Сегменты', campaign: 'Кампания', none: 'нет',
    only: 'Только этот посетитель', full: 'Событие целиком', received_text: 'Что было получено (первые 4 КБ)', copy: 'Копировать JSON', copied: 'Скопировано', messageId: 'Ид события', reason: 'Почему отклонено',
    items: (n) => counted(n, 'элемент', 'элемента', 'элементов'), fields: (n) => counted(n, 'поле', 'поля', 'полей'),
  },

  watch: watchRu,

  reasons: {
    not_an_object: 'Это вообще не событие', too_deep: 'Слишком глубокая вложенность', too_large: 'Больше 32 КБ', bad_field: 'Поле неверного типа',
    missing_message_id: 'Нет идентификатора события', bad_message_id: 'Идентификатор события непригоден', missing_identity: 'Нет идентификатора посетителя', bad_identity: 'Идентификатор посетителя непригоден',
    unknown_type: 'Неизвестный тип события', missing_event: 'У события нет имени', bad_event: 'Имя слишком длинное', missing_group_id: 'У группы нет идентификатора',
    bad_timestamp: 'Время не читается', in_the_future: 'Время больше чем на сутки впереди', too_old: 'Старше 30 дней',
  },
};
