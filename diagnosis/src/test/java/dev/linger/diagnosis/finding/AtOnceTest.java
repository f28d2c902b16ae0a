package dev.linger.diagnosis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AtOnceTest {
    private final AtOnce atOnce = new AtOnce();

    @Test
    void connectionsInTurnAreOneAtATime() {
        atOnce.add(0, 10);
        atOnce.add(10, 20);
        atOnce.add(21, 30);
        assertEquals(1, atOnce.most());
    }

    @Test
    void threeThatOverlapForANanosecondAreThree() {
        atOnce.add(0, 10);
        atOnce.add(9, 12);
        atOnce.add(5, 13);
        assertEquals(3, atOnce.most());
    }

    @Test
    void twoThatALongOneOutlivesAreTwoAtATime() {
        atOnce.add(2, 5);
        atOnce.add(6, 9);
        atOnce.add(0, 10);
        assertEquals(2, atOnce.most());
    }

    @Test
    void moreThanAreToldApartAreAsManyAsAre() {
        for (int number = 0; number < 100; number++) {
            atOnce.add(number, 1000 + number);
        }
        assertEquals(AtOnce.MOST, atOnce.most());
    }
}
