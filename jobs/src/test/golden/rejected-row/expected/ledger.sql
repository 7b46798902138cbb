SELECT delivered, accepted, quarantined FROM ops_delivery
