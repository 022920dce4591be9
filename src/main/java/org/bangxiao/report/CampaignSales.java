package org.bangxiao.report;

/**
 * Sales that count (certified, confirmed), less what was taken back since.
 *
 * @param sales         how many of them are not wholly taken back
 * @param grossFen      what was paid for the goods
 * @param householdsFen what of that goes to households: floor and dividend
 * @param suppliers     whose goods they were
 */
record CampaignSales(long sales, long grossFen, long householdsFen, long suppliers) {}
