import { localized as t } from '../i18n/language.ts';
import type { Product } from './types.ts';

export const EYES: readonly Product[] = [
  {
    id: 'dusk-palette',
    code: 'E01',
    category: 'eyes',
    name: 'Dusk',
    kind: t('Palette of twelve shadows', 'Палетка из двенадцати теней'),
    size: t('12 × 1.2 g', '12 × 1,2 г'),
    price: 5200,
    badge: 'bestseller',
    variantsAre: 'shade',
    look: { vessel: 'palette', material: 'wine', texture: 'powder' },
    rating: 4.8,
    reviewCount: 861,
    tagline: t('The last hour of daylight, in twelve pans.', 'Последний час дня в двенадцати оттенках.'),
    description: t(
      'Eight mattes that blend like watercolour and four metals pressed wet. Everything from a whisper to an entrance.',
      'Восемь матовых, что тушуются как акварель, и четыре металлика влажного прессования. От полутона до эффектного выхода.',
    ),
    usage: t(
      'A light shade over the lid, a middle one in the crease, a dark one along the lashes. Metals go on with a finger.',
      'Светлый на веко, средний в складку, тёмный вдоль ресниц. Металлики наносите пальцем.',
    ),
    ingredients:
      'Talc, Mica, Zinc Stearate, Dimethicone, Caprylyl Glycol, Squalane, Tocopherol, CI 77491, CI 77492, CI 77499, CI 77742',
    variants: [
      { id: 'rose-dusk', name: t('Rose Dusk', 'Розовые сумерки'), color: '#9a5a58' },
      { id: 'smoke', name: t('Smoke', 'Дым'), color: '#6b5a60' },
    ],
    review: {
      author: t('Nadia E.', 'Надя Е.'),
      stars: 5,
      text: t(
        'I hit pan on four of twelve. That has never happened to me.',
        'Четыре из двенадцати уже до донышка. Такого со мной не бывало.',
      ),
    },
  },
  {
    id: 'ember-quartet',
    code: 'E02',
    category: 'eyes',
    name: 'Ember',
    kind: t('Quartet of shadows', 'Квартет теней'),
    size: t('4 × 1.5 g', '4 × 1,5 г'),
    price: 3300,
    badge: 'limited',
    variantsAre: 'shade',
    look: { vessel: 'quad', material: 'ink', texture: 'powder' },
    rating: 4.5,
    reviewCount: 174,
    tagline: t('Four shades, one decided look.', 'Четыре оттенка, один продуманный образ.'),
    description: t(
      'Base, crease, depth and spark: each quartet is a finished idea that fits a coat pocket.',
      'База, складка, глубина и искра: каждый квартет это готовая идея размером с карман.',
    ),
    usage: t(
      'Clockwise from the top left. That is the whole instruction.',
      'По часовой стрелке от левого верхнего. Это вся инструкция.',
    ),
    ingredients:
      'Mica, Synthetic Fluorphlogopite, Magnesium Stearate, Octyldodecyl Stearoyl Stearate, Squalane, Tocopherol, CI 77491, CI 77891',
    variants: [
      { id: 'copper', name: t('Copper', 'Медь'), color: '#a35f3c' },
      { id: 'mauve', name: t('Mauve', 'Лиловый'), color: '#8a6078' },
      { id: 'moss', name: t('Moss', 'Мох'), color: '#6f7150' },
    ],
    review: {
      author: t('Greta H.', 'Грета Х.'),
      stars: 4,
      text: t(
        'Moss is the green I have been looking for since school.',
        'Moss это тот зелёный, который я ищу со школы.',
      ),
    },
  },
  {
    id: 'long-story',
    code: 'E03',
    category: 'eyes',
    name: 'Long Story',
    kind: t('Tubing mascara', 'Тушь с термосмыванием'),
    size: t('9 ml', '9 мл'),
    price: 2500,
    variantsAre: 'shade',
    look: { vessel: 'mascara', material: 'gold', texture: 'smear' },
    rating: 4.7,
    reviewCount: 1102,
    tagline: t('Lifts, lengthens, leaves with warm water.', 'Поднимает, удлиняет, смывается тёплой водой.'),
    description: t(
      'Tiny tubes wrap every lash, so nothing smudges and nothing needs rubbing. A tapered brush reaches the inner corner.',
      'Крошечные трубочки обнимают каждую ресницу: ничего не осыпается и не нужно тереть. Конусная щёточка достаёт до уголка.',
    ),
    usage: t(
      'Wiggle at the root, pull through to the tip. A second coat before the first dries.',
      'Покачайте у корней и протяните до кончиков. Второй слой, пока не высох первый.',
    ),
    ingredients:
      'Aqua, Acrylates Copolymer, Cera Carnauba, Glyceryl Stearate, Panthenol, Biotinoyl Tripeptide-1, Phenoxyethanol, CI 77499',
    variants: [
      { id: 'black', name: t('Black', 'Чёрный'), color: '#2b2428' },
      { id: 'espresso', name: t('Espresso', 'Эспрессо'), color: '#513528' },
    ],
    review: {
      author: t('Julia N.', 'Юлия Н.'),
      stars: 5,
      text: t('Cried at the opera. No evidence.', 'Плакала в опере. Никаких улик.'),
    },
  },
  {
    id: 'ink-line',
    code: 'E04',
    category: 'eyes',
    name: 'Ink Line',
    kind: t('Liquid eyeliner', 'Жидкая подводка'),
    size: t('0.6 ml', '0,6 мл'),
    price: 2100,
    variantsAre: 'shade',
    look: { vessel: 'pen', material: 'ink', texture: 'smear' },
    rating: 4.3,
    reviewCount: 455,
    tagline: t('A line you can sign your name with.', 'Линия, которой можно расписаться.'),
    description: t(
      'A brush of 1,060 hairs and an ink that is black in one pass. From hairline to wing without lifting the hand.',
      'Кисть из 1060 ворсинок и чернила, чёрные с первого движения. От тонкой линии до стрелки без отрыва руки.',
    ),
    usage: t(
      'Rest the elbow, look down into a mirror, draw in short strokes from the outer corner.',
      'Обопритесь локтем, смотрите в зеркало сверху вниз, ведите короткими штрихами от внешнего уголка.',
    ),
    ingredients:
      'Aqua, Styrene/Acrylates Copolymer, Butylene Glycol, Panthenol, Rosa Canina Fruit Extract, Phenoxyethanol, CI 77266',
    variants: [
      { id: 'jet', name: t('Jet', 'Гагат'), color: '#1f1b20' },
      { id: 'bordeaux', name: t('Bordeaux', 'Бордо'), color: '#6b1f32' },
      { id: 'night-blue', name: t('Night Blue', 'Ночной синий'), color: '#26315c' },
    ],
    review: {
      author: t('Carmen D.', 'Кармен Д.'),
      stars: 4,
      text: t('Both wings the same length. I took a photograph.', 'Обе стрелки одной длины. Я сфотографировала.'),
    },
  },
  {
    id: 'arch',
    code: 'E05',
    category: 'eyes',
    name: 'Arch',
    kind: t('Fibre brow gel', 'Гель для бровей с волокнами'),
    size: t('4.5 ml', '4,5 мл'),
    price: 1700,
    compareAt: 2000,
    variantsAre: 'shade',
    look: { vessel: 'mascara', material: 'sand', texture: 'gel' },
    rating: 4.6,
    reviewCount: 389,
    tagline: t('Brows that hold their opinion.', 'Брови, которые держат форму.'),
    description: t(
      'Flexible hold, tiny fibres, a brush small enough for single hairs. Brushes out clean at night.',
      'Гибкая фиксация, микроволокна и щёточка, которая видит каждый волосок. Вечером легко вычёсывается.',
    ),
    usage: t('Against the growth first, then up and out.', 'Сначала против роста, затем вверх и к виску.'),
    ingredients:
      'Aqua, PVP, Cellulose, Glycerin, Camellia Sinensis Leaf Extract, Panthenol, Phenoxyethanol, CI 77491, CI 77499',
    variants: [
      { id: 'blonde', name: t('Blonde', 'Блонд'), color: '#b89668' },
      { id: 'brown', name: t('Brown', 'Коричневый'), color: '#745038' },
      { id: 'ash', name: t('Ash', 'Пепельный'), color: '#6b625e' },
    ],
    review: {
      author: t('Elif T.', 'Элиф Т.'),
      stars: 5,
      text: t('My brows used to have two different personalities.', 'Раньше у моих бровей было два разных характера.'),
    },
  },
];
