import type { WatchText } from './watch.en.ts';

const plural = new Intl.PluralRules('ru');
function counted(n: number, one: string, few: string, many: string): string {
  const form = plural.select(n);
  return `${n.toLocaleString('ru')} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

export const watchRu: WatchText = {
  label: 'Посетитель',
  now: 'Сейчас на виду',
  nobody: 'Никто не на виду: откройте магазин и разрешите аналитику.',
  inSegments: (n) => counted(n, 'сегмент', 'сегмента', 'сегментов'),
  open: 'Смотреть сегменты',
  close: 'Закрыть посетителя',
  online: 'На сайте',
  away: 'В фоне',
  silent: 'Молчит',
  notes: {
    lost: 'Нет связи с коллектором: это последнее, что известно.',
    away: (time) => `Страница в фоне. Так было в ${time}; продолжение — когда посетитель к ней вернётся.`,
    silent: (time) => `От этой страницы ничего не слышно с ${time}.`,
  },
  gone: { title: 'Этот посетитель больше не на виду', text: 'Он ушёл, отозвал согласие или молчал пять минут. Ничего из этого не сохранено.' },
  unaware: 'Первого события ещё не было: правила проверяются начиная с него.',
  noSegments: 'В документе кампаний нет сегментов.',

  stage: 'Этап',
  stages: { awareness: 'Знакомство', consideration: 'Интерес', intent: 'Намерение', purchase: 'Покупка', retention: 'Удержание', advocacy: 'Рекомендации' },
  noStage: 'пока нет',
  rfm: 'RFM',
  noRfm: 'Заказов ещё нет',
  recency: 'Давность', frequency: 'Частота', monetary: 'Сумма',
  ofFive: (name, n) => `${name}: ${n} из 5`,
  cells: {
    champions: 'Чемпионы', loyal: 'Лояльные', 'potential-loyalist': 'Почти лояльные', new: 'Новые', promising: 'Многообещающие', 'need-attention': 'Требуют внимания',
    'about-to-sleep': 'Засыпают', 'cannot-lose': 'Нельзя потерять', 'at-risk': 'В зоне риска', hibernating: 'Спящие', lost: 'Потерянные',
  },

  segments: 'Сегменты',
  filter: 'Какие сегменты',
  filters: { all: 'Все', in: 'Входит', out: 'Не входит', changed: 'Менялись' },
  none: { all: '', in: 'Сейчас не входит ни в один сегмент.', out: 'Сейчас входит во все сегменты.', changed: 'Пока посетитель на виду, ни один сегмент не менялся.' },
  in: 'входит', out: 'не входит',
  flipped: (name, isIn) => `${name}: ${isIn ? 'вошёл' : 'вышел'}`,
  entered: (time) => `Вошёл ${time}`,
  left: (time) => `Вышел ${time}`,
  newest: 'Последнее изменение',

  holds: 'выполнено', fails: 'не выполнено',
  kinds: { all: 'Всё сразу', any: 'Хотя бы одно', not: 'Не должно выполняться', sequence: 'В этом порядке' },
  elsewhere: 'объяснено выше',
  seen: 'есть', wanted: 'нужно',
  more: (n) => `ещё ${n}`, less: (n) => `на ${n} меньше`,
  events: (n) => `ещё ${counted(n, 'событие', 'события', 'событий')}`,
  conditions: (n, of) => `выполнено ${n} из ${of}`,
  steps: (n, of) => `${counted(n, 'шаг', 'шага', 'шагов')} из ${of}`,
  in_time: (time) => `через ${time}`,
  byItself: (time) => `Само через ${time}`,
  soon: 'вот-вот',
  whenBack: 'когда к странице вернутся',
  unless: (event) => `если не ${event}`,
  partial: 'Часть прежних событий могла не попасть в расчёт: правило новее их.',
  within: (window) => `за ${window}`,
  thisSession: 'эту сессию',
  between: (from, to) => `с ${from} по ${to}`,
  nothing: 'нет', yes: 'да', no: 'нет',
  times: (n) => counted(n, 'раз', 'раза', 'раз'),
  durations: {
    s: (n) => counted(n, 'секунду', 'секунды', 'секунд'), m: (n) => counted(n, 'минуту', 'минуты', 'минут'), h: (n) => counted(n, 'час', 'часа', 'часов'),
    d: (n) => counted(n, 'день', 'дня', 'дней'), w: (n) => counted(n, 'неделю', 'недели', 'недель'),
  },
  units: { s: 'с', m: 'мин', h: 'ч', d: 'дн', w: 'нед' },
  campaign: (id, outcome) => `Кампания «${id}»: ${outcome}`,
  outcomes: { shown: 'показ', clicked: 'клик', closed: 'закрытие', converted: 'конверсия' },
  measures: {
    sum: 'сумма', avg: 'среднее', min: 'наименьшее', max: 'наибольшее', distinct: 'разных', first: 'первое', last: 'последнее',
    sinceFirst: 'с первого', sinceLast: 'с последнего',
  },
  operators: { $in: 'одно из', $nin: 'ни одно из', $ini: 'одно из', $nini: 'ни одно из', $all: 'все из', $alli: 'все из', $inGroup: 'в группе', $notInGroup: 'не в группе', $regex: 'по образцу', $regexi: 'по образцу', exists: 'есть', absent: 'нет', $not: 'не' },
  facts: {
    'visitor.sessions': 'Визиты', 'visitor.returning': 'Вернулся', 'visitor.identified': 'Опознан',
    'session.duration': 'Время в сессии', 'session.activeTime': 'Активное время в сессии', 'session.pageViews': 'Страниц в сессии', 'session.events': 'Событий в сессии', 'session.number': 'Номер сессии',
    'page.type': 'Тип страницы', 'page.path': 'Путь страницы', 'page.dwell': 'Время на странице', 'page.scroll': 'Прокручено, %',
    'cart.value': 'Сумма корзины', 'cart.count': 'Товаров в корзине', 'cart.idle': 'Корзина без изменений',
    'product.price': 'Цена товара', 'product.category': 'Категория товара', 'product.brand': 'Бренд товара',
    'device.type': 'Устройство', 'device.os': 'Система', 'device.language': 'Язык', 'traffic.kind': 'Как пришёл', 'traffic.source': 'Откуда пришёл',
    'time.hour': 'Час дня', 'time.weekday': 'День недели', stage: 'Этап', 'rfm.cell': 'Группа RFM',
    'rfm.recency': 'RFM: давность', 'rfm.frequency': 'RFM: частота', 'rfm.monetary': 'RFM: сумма',
  },
};
