<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|MapTips|Temporal">
 <renderer-v2 type="categorizedSymbol" attr="type" symbollevels="0" enableorderby="0">
  <categories>
   <category symbol="0" value="accident" label="Accident" render="true" type="string" />
   <category symbol="1" value="agreement" label="Agreement" render="true" type="string" />
   <category symbol="2" value="aid" label="Aid" render="true" type="string" />
   <category symbol="3" value="appointment" label="Appointment" render="true" type="string" />
   <category symbol="4" value="arrest" label="Arrest" render="true" type="string" />
   <category symbol="5" value="casualties" label="Casualties" render="true" type="string" />
   <category symbol="6" value="coercion" label="Coercion" render="true" type="string" />
   <category symbol="7" value="concession" label="Concession" render="true" type="string" />
   <category symbol="8" value="cooperation" label="Cooperation" render="true" type="string" />
   <category symbol="9" value="disaster" label="Natural disaster" render="true" type="string" />
   <category symbol="10" value="election" label="Election" render="true" type="string" />
   <category symbol="11" value="epidemic" label="Epidemic" render="true" type="string" />
   <category symbol="12" value="evacuation" label="Evacuation" render="true" type="string" />
   <category symbol="13" value="legal" label="Legal proceedings" render="true" type="string" />
   <category symbol="14" value="legislation" label="Legislation" render="true" type="string" />
   <category symbol="15" value="meeting" label="Meeting" render="true" type="string" />
   <category symbol="16" value="mobilization" label="Mobilization" render="true" type="string" />
   <category symbol="17" value="protest" label="Protest" render="true" type="string" />
   <category symbol="18" value="rescue" label="Rescue" render="true" type="string" />
   <category symbol="19" value="retreat" label="Retreat" render="true" type="string" />
   <category symbol="20" value="sanction" label="Sanction" render="true" type="string" />
   <category symbol="21" value="statement" label="Statement" render="true" type="string" />
   <category symbol="22" value="strike" label="Strike" render="true" type="string" />
   <category symbol="23" value="territory" label="Territory taken" render="true" type="string" />
   <category symbol="24" value="" label="other" render="true" type="string" />
  </categories>
  <symbols>
   <symbol type="marker" name="0" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="138,97,0,255" type="QString" />
      <Option name="outline_color" value="138,97,0,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '138,97,0,255', '138,97,0,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="1" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="28,124,84,255" type="QString" />
      <Option name="outline_color" value="28,124,84,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '28,124,84,255', '28,124,84,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="2" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="168,50,121,255" type="QString" />
      <Option name="outline_color" value="168,50,121,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '168,50,121,255', '168,50,121,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="3" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="77,91,106,255" type="QString" />
      <Option name="outline_color" value="77,91,106,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '77,91,106,255', '77,91,106,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="4" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="31,111,181,255" type="QString" />
      <Option name="outline_color" value="31,111,181,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '31,111,181,255', '31,111,181,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="5" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="107,79,163,255" type="QString" />
      <Option name="outline_color" value="107,79,163,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '107,79,163,255', '107,79,163,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="6" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="179,54,30,255" type="QString" />
      <Option name="outline_color" value="179,54,30,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '179,54,30,255', '179,54,30,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="7" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,112,122,255" type="QString" />
      <Option name="outline_color" value="0,112,122,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '0,112,122,255', '0,112,122,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="8" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="138,97,0,255" type="QString" />
      <Option name="outline_color" value="138,97,0,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '138,97,0,255', '138,97,0,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="9" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="28,124,84,255" type="QString" />
      <Option name="outline_color" value="28,124,84,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '28,124,84,255', '28,124,84,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="10" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="168,50,121,255" type="QString" />
      <Option name="outline_color" value="168,50,121,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '168,50,121,255', '168,50,121,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="11" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="77,91,106,255" type="QString" />
      <Option name="outline_color" value="77,91,106,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '77,91,106,255', '77,91,106,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="12" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="31,111,181,255" type="QString" />
      <Option name="outline_color" value="31,111,181,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '31,111,181,255', '31,111,181,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="13" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="107,79,163,255" type="QString" />
      <Option name="outline_color" value="107,79,163,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '107,79,163,255', '107,79,163,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="14" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="179,54,30,255" type="QString" />
      <Option name="outline_color" value="179,54,30,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '179,54,30,255', '179,54,30,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="15" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,112,122,255" type="QString" />
      <Option name="outline_color" value="0,112,122,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '0,112,122,255', '0,112,122,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="16" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="138,97,0,255" type="QString" />
      <Option name="outline_color" value="138,97,0,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '138,97,0,255', '138,97,0,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="17" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="28,124,84,255" type="QString" />
      <Option name="outline_color" value="28,124,84,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '28,124,84,255', '28,124,84,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="18" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="168,50,121,255" type="QString" />
      <Option name="outline_color" value="168,50,121,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '168,50,121,255', '168,50,121,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="19" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="77,91,106,255" type="QString" />
      <Option name="outline_color" value="77,91,106,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '77,91,106,255', '77,91,106,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="20" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="31,111,181,255" type="QString" />
      <Option name="outline_color" value="31,111,181,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '31,111,181,255', '31,111,181,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="21" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="107,79,163,255" type="QString" />
      <Option name="outline_color" value="107,79,163,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '107,79,163,255', '107,79,163,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="22" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="179,54,30,255" type="QString" />
      <Option name="outline_color" value="179,54,30,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '179,54,30,255', '179,54,30,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="23" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,112,122,255" type="QString" />
      <Option name="outline_color" value="0,112,122,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '0,112,122,255', '0,112,122,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="24" alpha="0.85" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="138,97,0,255" type="QString" />
      <Option name="outline_color" value="138,97,0,255" type="QString" />
      <Option name="outline_width" value="0.4" type="QString" />
      <Option name="size" value="2.4" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="name" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 'circle', 'square')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), 2.4 + 0.6 * sqrt(min(coalesce(&quot;killed&quot;, 0), 100)), 5)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;place_precision&quot; IN ('point', 'city'), '138,97,0,255', '138,97,0,40')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;b&gt;[% replace(coalesce("summary", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;/b&gt;&lt;br&gt;[% replace(coalesce("place", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %][% ' (' || replace(coalesce("place_precision", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) || ')' %]&lt;br&gt;[% format_date("start", 'd MMM yyyy') %]</mapTip>
 <temporal enabled="1" mode="2" startField="start" endField="end" durationField="" startExpression="" endExpression="" fixedDuration="0" durationUnit="min" accumulate="0" limitMode="0" />
</qgis>
